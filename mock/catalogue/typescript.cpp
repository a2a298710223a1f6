#include "catalogue/typescript.hpp"

#include "base/text/joined.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace chatmock::catalogue {

namespace {

constexpr std::string_view head =
    R"(// The events of the service. Generated from their JSON Schemas: `chatmock types`, or GET /types/events.d.ts.
//
//   const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(url, { query: { jwt_token } });
//   socket.on('connect_error', (error: ConnectError) => …);
)";

constexpr std::string_view tail_of_service =
    R"(/** An error that the service reports before it disconnects. */
export interface ServiceError {
  message: string;
  data?: unknown;
}

/** Why the service refused the client: what `connect_error` hands over. */
export interface ConnectError extends Error {
  data?: unknown;
}

/** Answers the service, where it asks for an acknowledgement. */
export type Acknowledge = (...answer: unknown[]) => void;
)";

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '$'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_identifier(std::string_view name) {
    return !name.empty() && is_letter(name.front()) &&
           std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c); });
}

std::string key(const std::string& name) { return is_identifier(name) ? name : to_text(Json(name)); }

// "chat:new-message" becomes "ChatNewMessage".
std::string type_name_of(std::string_view text) {
    std::string name;
    bool begins_word = true;
    for (const char c : text) {
        const bool is_part = is_letter(c) || is_digit(c);
        if (is_part) name += begins_word && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        begins_word = !is_part;
    }
    return name.empty() || is_digit(name.front()) ? "_" + name : name;
}

const Json* member(const Json& schema, const char* name) {
    if (!schema.is_object()) return nullptr;
    const auto found = schema.find(name);
    return found == schema.end() ? nullptr : &*found;
}

std::string indented(std::size_t depth) { return std::string(2 * depth, ' '); }

std::string comment(const Json& schema, std::size_t depth) {
    const Json* description = member(schema, "description");
    if (description == nullptr || !description->is_string()) return "";
    auto text = description->get<std::string>();
    for (auto end = text.find("*/"); end != std::string::npos; end = text.find("*/", end))
        text.insert(end + 1, "\\");
    const auto margin = indented(depth) + " * ";
    for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', end + margin.size()))
        text.insert(end + 1, margin);
    return indented(depth) + "/**\n" + margin + text + "\n" + indented(depth) + " */\n";
}

struct Type {
    Type(std::string text_, bool is_mixed_ = false) : text(std::move(text_)), is_mixed(is_mixed_) {} // NOLINT
    Type(const char* text_) : text(text_) {}                                                         // NOLINT

    // As a part of another type.
    std::string part() const { return is_mixed ? "(" + text + ")" : text; }

    std::string text;
    bool is_mixed = false; // of several, by signs
};

bool operator==(const Type& one, const Type& other) { return one.text == other.text; }
bool operator!=(const Type& one, const Type& other) { return !(one == other); }

using Types = std::vector<Type>;

// Several types as one, each once.
Type joined_types(const Types& types, const std::string& sign) {
    Types distinct;
    for (const auto& type : types) {
        if (std::find(distinct.begin(), distinct.end(), type) == distinct.end()) distinct.push_back(type);
    }
    if (distinct.size() == 1) return distinct.front();
    std::string text;
    for (const auto& type : distinct) text += (text.empty() ? "" : " " + sign + " ") + type.part();
    return {text, true};
}

// The types of one schema, and those that it refers to within itself.
class SchemaTypes {
public:
    SchemaTypes(const Json& schema, std::string name, std::set<std::string>& names)
        : root_(schema), name_(std::move(name)), names_(names) {
        named_["#"] = name_;
    }

    std::string declarations() {
        std::string text = declaration(name_, root_);
        while (!waiting_.empty()) {
            const auto [name, schema] = waiting_.back();
            waiting_.pop_back();
            text += "\n" + declaration(name, *schema);
        }
        return text;
    }

    Type type(const Json& schema, std::size_t depth) {
        if (schema.is_boolean()) return schema.get<bool>() ? Type("unknown") : Type("never");
        if (const Json* reference = member(schema, "$ref")) return type_referred_to(*reference);
        if (const Json* value = member(schema, "const")) return Type(to_text(*value));
        if (const Json* values = member(schema, "enum")) return type_of_values(*values);
        Types parts;
        if (auto own = own_type(schema, depth); own != Type("unknown")) parts.push_back(std::move(own));
        if (const Json* all = member(schema, "allOf")) parts.push_back(combined(*all, "&", depth));
        for (const auto* name : {"anyOf", "oneOf"}) {
            if (const Json* some = member(schema, name)) parts.push_back(combined(*some, "|", depth));
        }
        parts.erase(std::remove(parts.begin(), parts.end(), Type("unknown")), parts.end());
        return parts.empty() ? Type("unknown") : joined_types(parts, "&");
    }

private:
    std::string declaration(const std::string& name, const Json& schema) {
        const auto text = type(schema, 0).text;
        const bool is_interface = text.front() == '{' && text.find('\n') != std::string::npos &&
                                  text.back() == '}' && member(schema, "allOf") == nullptr &&
                                  member(schema, "anyOf") == nullptr && member(schema, "oneOf") == nullptr;
        return comment(schema, 0) + (is_interface ? "export interface " + name + " " + text + "\n"
                                                  : "export type " + name + " = " + text + ";\n");
    }

    Type combined(const Json& schemas, const std::string& sign, std::size_t depth) {
        Types types;
        for (const auto& schema : schemas) types.push_back(type(schema, depth));
        const bool is_any = std::find(types.begin(), types.end(), Type("unknown")) != types.end();
        if (is_any && sign == "|") return "unknown";
        types.erase(std::remove(types.begin(), types.end(), Type("unknown")), types.end());
        return types.empty() ? Type("unknown") : joined_types(types, sign);
    }

    static Type type_of_values(const Json& values) {
        Types types;
        for (const auto& value : values) types.emplace_back(to_text(value));
        return types.empty() ? Type("never") : joined_types(types, "|");
    }

    // The types of `type`; without it, those that the keywords are about.
    Type own_type(const Json& schema, std::size_t depth) {
        const Json* types = member(schema, "type");
        if (types == nullptr) {
            for (const auto* name : {"properties", "required", "additionalProperties", "patternProperties"}) {
                if (member(schema, name) != nullptr) return type_of_object(schema, depth);
            }
            for (const auto* name : {"items", "prefixItems"}) {
                if (member(schema, name) != nullptr) return type_of_array(schema, depth);
            }
            return "unknown";
        }
        if (!types->is_array()) return type_called(*types, schema, depth);
        Types all;
        for (const auto& each : *types) all.push_back(type_called(each, schema, depth));
        return joined_types(all, "|");
    }

    Type type_called(const Json& name, const Json& schema, std::size_t depth) {
        if (name == "object") return type_of_object(schema, depth);
        if (name == "array") return type_of_array(schema, depth);
        if (name == "integer") return "number";
        return name.is_string() ? Type(name.get<std::string>())
                                : Type("unknown"); // string, number, boolean, null
    }

    Type type_of_object(const Json& schema, std::size_t depth) {
        const Json* properties = member(schema, "properties");
        const Json* others = member(schema, "additionalProperties");
        std::string text;
        if (properties != nullptr) {
            for (const auto& [name, each] : properties->items()) {
                text += comment(each, depth + 1) + indented(depth + 1) + key(name) +
                        (is_required(schema, name) ? ": " : "?: ") + type(each, depth + 1).text + ";\n";
            }
        }
        const bool has_properties = !text.empty();
        const bool is_open = others == nullptr ? !has_properties : *others != false;
        const bool is_typed = others != nullptr && others->is_object() && !has_properties &&
                              member(schema, "patternProperties") == nullptr;
        if (is_open || member(schema, "patternProperties") != nullptr)
            text += indented(depth + 1) +
                    "[name: string]: " + (is_typed ? type(*others, depth + 1).text : "unknown") + ";\n";
        return text.empty() ? "Record<string, never>" : "{\n" + text + indented(depth) + "}";
    }

    static bool is_required(const Json& schema, const std::string& name) {
        const Json* required = member(schema, "required");
        return required != nullptr &&
               std::find(required->begin(), required->end(), Json(name)) != required->end();
    }

    Type type_of_array(const Json& schema, std::size_t depth) {
        const Json* items = member(schema, "items");
        const Json* first = member(schema, "prefixItems");
        const Json* rest = first != nullptr ? items : member(schema, "additionalItems");
        if (first == nullptr && items != nullptr && items->is_array()) first = items;
        if (first != nullptr && first->is_array()) return type_of_tuple(schema, *first, rest, depth);
        return (items == nullptr ? Type("unknown") : type(*items, depth)).part() + "[]";
    }

    Type type_of_tuple(const Json& schema, const Json& first, const Json* rest, std::size_t depth) {
        const Json* least = member(schema, "minItems");
        const Json* most = member(schema, "maxItems");
        const auto number = [](const Json* json) {
            return json != nullptr && json->is_number_unsigned() ? json->get<std::size_t>() : 0;
        };
        std::vector<std::string> places;
        for (std::size_t i = 0; i < first.size(); ++i) {
            auto place = type(first[i], depth).text;
            if (i >= number(least)) place = "(" + place + ")?";
            places.push_back(std::move(place));
        }
        const bool is_full =
            (rest != nullptr && *rest == false) || (most != nullptr && number(most) <= first.size());
        if (!is_full)
            places.push_back("...(" + (rest == nullptr ? "unknown" : type(*rest, depth).text) + ")[]");
        return "[" + joined(places) + "]";
    }

    // A place within the schema gets a name of its own.
    Type type_referred_to(const Json& reference) {
        const auto place = reference.is_string() ? reference.get<std::string>() : "";
        if (const auto known = named_.find(place); known != named_.end()) return known->second;
        const Json* schema = find(place);
        if (schema == nullptr) return "unknown";
        auto name = name_ + type_name_of(place.substr(place.rfind('/') + 1));
        while (!names_.insert(name).second) name += "_";
        named_[place] = name;
        waiting_.emplace_back(name, schema);
        return name;
    }

    const Json* find(const std::string& place) const {
        if (place.rfind("#/", 0) != 0) return nullptr;
        const Json* schema = &root_;
        for (std::size_t begin = 2; begin <= place.size();) {
            const auto end = std::min(place.find('/', begin), place.size());
            const auto* const next = step(*schema, place.substr(begin, end - begin));
            if (next == nullptr) return nullptr;
            schema = next;
            begin = end + 1;
        }
        return schema;
    }

    static const Json* step(const Json& schema, const std::string& token) {
        if (schema.is_object()) {
            for (const auto& [name, value] : schema.items()) {
                if (pointer_to("", name) == "/" + token) return &value;
            }
        } else if (schema.is_array()) {
            for (std::size_t i = 0; i < schema.size(); ++i) {
                if (std::to_string(i) == token) return &schema[i];
            }
        }
        return nullptr;
    }

    const Json& root_;
    std::string name_;
    std::set<std::string>& names_; // that are taken
    std::map<std::string, std::string> named_;
    std::vector<std::pair<std::string, const Json*>> waiting_;
};

std::string free_name(const std::string& event, std::set<std::string>& names) {
    auto name = type_name_of(event);
    while (!names.insert(name).second) name += "_";
    return name;
}

// Arguments are a list, whether their schema says so or not.
Json as_list(Json schema) {
    if (!schema.is_object()) schema = Json::object();
    if (!schema.contains("type")) schema["type"] = "array";
    return schema;
}

std::string listener(const std::string& event, const Json& schema, const std::string& arguments) {
    const Json* description = member(schema, "description");
    std::string text;
    if (description != nullptr && description->is_string()) {
        auto said = description->get<std::string>();
        for (auto end = said.find("*/"); end != std::string::npos; end = said.find("*/", end))
            said.insert(end + 1, "\\");
        std::replace(said.begin(), said.end(), '\n', ' ');
        text = "  /** " + said + " */\n";
    }
    return text + "  " + key(event) + ": (" + arguments + ") => void;\n";
}

std::string map_of(const std::string& comment, const std::string& name, const std::string& members) {
    return "/** " + comment + " */\nexport interface " + name +
           (members.empty() ? " {}\n" : " {\n" + members + "}\n");
}

} // namespace

std::string to_typescript(const Catalogue& catalogue, const std::map<std::string, SentEvent>& sent) {
    std::set<std::string> names = {"Error",
                                   "Record",
                                   "ServiceError",
                                   "ConnectError",
                                   "Acknowledge",
                                   "ServerToClientEvents",
                                   "ClientToServerEvents"};
    std::string text(head);
    std::string heard;
    for (const auto& [event, each] : catalogue.events()) {
        const auto& schema = each.contract.schema();
        const auto name = free_name(event, names);
        text += "\n" + SchemaTypes(schema, name, names).declarations();
        heard += listener(event, schema, "message: " + name + ", acknowledge?: Acknowledge");
    }
    if (catalogue.events().count("error") == 0)
        heard += "  /** The service reports an error. */\n  error: (error: "
                 "ServiceError) => void;\n";
    std::string said;
    for (const auto& [event, each] : sent) {
        const auto name = free_name(event + (each.has_one_argument ? "Data" : "Arguments"), names);
        const auto schema = each.has_one_argument ? each.schema : as_list(each.schema);
        text += "\n" + SchemaTypes(schema, name, names).declarations();
        const auto arguments =
            each.has_one_argument ? "data: " + name + ", acknowledge?: Acknowledge" : "...args: " + name;
        said += listener(event, {{"description", each.description}}, arguments);
    }
    text.append("\n").append(tail_of_service);
    text += "\n" + map_of("The events that the service sends.", "ServerToClientEvents", heard);
    text += "\n" + map_of(said.empty() ? "The events that apps send: none is declared."
                                       : "The events that apps send.",
                          "ClientToServerEvents", said);
    return text;
}

} // namespace chatmock::catalogue
