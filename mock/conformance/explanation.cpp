#include "conformance/explanation.hpp"

#include "base/fields.hpp"
#include "base/nearest.hpp"
#include "catalogue/subschemas.hpp"
#include "conformance/limits.hpp"
#include "conformance/wording.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <set>

namespace chatmock::conformance {

namespace {

using Drifts = std::vector<Drift>;

// A schema within the contract, and where it is.
struct Part {
    const Json* schema;
    std::string at;
};

// A value within the payload, and where it is.
struct Place {
    const Json& value;
    std::string at;
};

void append(Drifts& drifts, Drifts more) {
    const auto room = drifts_max - std::min(drifts_max, drifts.size());
    const auto taken = static_cast<std::ptrdiff_t>(std::min(room, more.size()));
    drifts.insert(drifts.end(), std::make_move_iterator(more.begin()),
                  std::make_move_iterator(more.begin() + taken));
}

bool is_full(const Drifts& drifts) { return drifts.size() >= drifts_max; }

// The same whatever the order of members.
bool equal(const Json& one, const Json& other) { return nlohmann::json(one) == nlohmann::json(other); }

bool is_among(const Json& value, const Json& list) {
    return std::any_of(list.begin(), list.end(), [&](const Json& each) { return equal(each, value); });
}

bool is_of_type(const Json& value, const std::vector<std::string>& types) {
    const auto type = type_of(value);
    return std::any_of(types.begin(), types.end(), [&](const auto& each) {
        return each == type || (each == "number" && type == "integer");
    });
}

// Of the type of the value itself, and not of what is in it.
bool is_of_another_type(const Drifts& drifts, const std::string& at) {
    return drifts.size() == 1 && drifts.front().kind == DriftKind::wrong_type && drifts.front().at == at;
}

class Explanation {
public:
    explicit Explanation(const Json& root) : root_(root) {}

    Drifts explain(Part part, const Place& place) {
        part = resolved(part);
        if (part.schema->is_boolean() && !part.schema->get<bool>())
            return {drift(DriftKind::wrong_value, place, "nothing", part.at)};
        if (!part.schema->is_object() || place.value.is_binary()) return {};
        if (auto alone = explain_alone(part, place); !alone.empty()) return alone;
        Drifts drifts;
        if (const auto passed = passed_limit(*part.schema, place.value))
            drifts = {
                drift(DriftKind::wrong_value, place, passed->expected, pointer_to(part.at, passed->keyword))};
        if (place.value.is_object()) explain_object(part, place, drifts);
        if (place.value.is_array()) explain_list(part, place, drifts);
        explain_combinations(part, place, drifts);
        return drifts;
    }

private:
    static Drift drift(DriftKind kind, const Place& place, std::string expected, std::string rule) {
        return {kind, place.at, std::move(expected), shown_value(place.value), std::move(rule)};
    }

    Part resolved(Part part) const {
        while (part.schema->is_object()) {
            const auto reference = part.schema->find("$ref");
            if (reference == part.schema->end() || !reference->is_string()) break;
            const Json* target = catalogue::referred_to(root_, *reference);
            if (target == nullptr) break;
            part = {target, reference->get<std::string>().substr(1)};
        }
        return part;
    }

    // The keyword's part, or nothing where it is not there.
    static std::optional<Part> keyword(const Part& part, const std::string& name) {
        const auto found = part.schema->find(name);
        if (found == part.schema->end()) return std::nullopt;
        return Part{&*found, pointer_to(part.at, name)};
    }

    static std::optional<Part> keyword(const Part& part, const std::string& name, Json::value_t type) {
        auto found = keyword(part, name);
        return found && found->schema->type() == type ? found : std::nullopt;
    }

    static Part below(const Part& part, const std::string& name) {
        return {&part.schema->at(name), pointer_to(part.at, name)};
    }

    static Part below(const Part& part, std::size_t index) {
        return {&part.schema->at(index), pointer_to(part.at, index)};
    }

    bool holds(const Part& part, const Place& place) { return explain(part, place).empty(); }

    // What leaves nothing more to say: the wrong type, value or format.
    Drifts explain_alone(const Part& part, const Place& place) {
        const auto& schema = *part.schema;
        const auto types = types_named(schema);
        if (!types.empty() && !is_of_type(place.value, types))
            return {drift(DriftKind::wrong_type, place, wish_of(schema), pointer_to(part.at, "type"))};
        if (const auto only = keyword(part, "const"); only && !equal(*only->schema, place.value))
            return {drift(DriftKind::wrong_value, place, wish_of(schema), only->at)};
        const auto listed = keyword(part, "enum", Json::value_t::array);
        if (listed && !is_among(place.value, *listed->schema))
            return {drift(DriftKind::wrong_value, place, wish_of(schema), listed->at)};
        const auto pattern = keyword(part, "pattern", Json::value_t::string);
        if (pattern && place.value.is_string() && !matches(*pattern->schema, place.value))
            return {drift(DriftKind::wrong_format, place, wanted_form(schema), pattern->at)};
        return {};
    }

    static std::string wanted_form(const Json& schema) {
        const auto format = schema.find("format");
        return format != schema.end() && format->is_string()
                   ? "string (" + format->get<std::string>() + ")"
                   : "a text that matches " + shown(schema.at("pattern"));
    }

    bool matches(const std::string& pattern, const std::string& text) {
        const bool is_long = text.size() > catalogue::repeating_pattern_text_max;
        if (is_long && catalogue::repeats(pattern)) return false;
        try {
            auto compiled = patterns_.find(pattern);
            if (compiled == patterns_.end()) compiled = patterns_.emplace(pattern, pattern).first;
            return std::regex_search(text, compiled->second);
        } catch (const std::regex_error&) {
            return false;
        }
    }

    void explain_object(const Part& part, const Place& place, Drifts& drifts) {
        explain_missing(part, place, drifts);
        for (const auto& [name, member] : place.value.items()) {
            if (is_full(drifts)) return;
            explain_member(part, place, name, drifts);
        }
        explain_dependencies(part, place, drifts);
    }

    void explain_missing(const Part& part, const Place& place, Drifts& drifts) {
        const auto required = keyword(part, "required", Json::value_t::array);
        if (!required) return;
        std::vector<std::string> missing;
        for (const auto& name : *required->schema) {
            if (name.is_string() && !place.value.contains(name.get<std::string>()))
                missing.push_back(name.get<std::string>());
        }
        if (place.value.empty() && missing.size() > 1) {
            auto expected = "an object with " + shown(Json(missing));
            drifts.push_back(drift(DriftKind::wrong_value, place, std::move(expected), required->at));
            return;
        }
        for (const auto& name : missing) add_missing(part, place, name, required->at, drifts);
    }

    void add_missing(const Part& part, const Place& place, const std::string& name, const std::string& rule,
                     Drifts& drifts) const {
        const auto properties = keyword(part, "properties", Json::value_t::object);
        const bool is_described = properties && properties->schema->contains(name);
        auto expected = is_described ? wish_of(*resolved(below(*properties, name)).schema) : "any value";
        drifts.push_back(
            {DriftKind::missing_field, pointer_to(place.at, name), std::move(expected), "nothing", rule});
    }

    void explain_member(const Part& part, const Place& object, const std::string& name, Drifts& drifts) {
        const auto at = pointer_to(object.at, name);
        const Place place{object.value.at(name), at};
        bool is_known = false;
        const auto properties = keyword(part, "properties", Json::value_t::object);
        if (properties && properties->schema->contains(name)) {
            is_known = true;
            append(drifts, explain(below(*properties, name), place));
        }
        if (const auto patterns = keyword(part, "patternProperties", Json::value_t::object)) {
            for (const auto& [pattern, schema] : patterns->schema->items()) {
                if (!matches(pattern, name)) continue;
                is_known = true;
                append(drifts, explain({&schema, pointer_to(patterns->at, pattern)}, place));
            }
        }
        const auto others = keyword(part, "additionalProperties");
        if (is_known || !others) return;
        if (others->schema->is_object()) return append(drifts, explain(*others, place));
        if (*others->schema == Json(false))
            drifts.push_back(
                drift(DriftKind::unknown_field, place, unknown_field(properties, object, name), others->at));
    }

    // With the names that may be meant: those that the object has not.
    static std::string unknown_field(const std::optional<Part>& properties, const Place& object,
                                     const std::string& name) {
        std::vector<std::string> names;
        if (properties) {
            for (const auto& [known, schema] : properties->schema->items())
                if (!object.value.contains(known)) names.push_back(shown(Json(known)));
        }
        const auto nearest = nearest_names(shown(Json(name)), names);
        return nearest.empty() ? "no such field" : "perhaps " + alternatives(nearest);
    }

    void explain_dependencies(const Part& part, const Place& place, Drifts& drifts) {
        const auto dependencies = keyword(part, "dependencies", Json::value_t::object);
        if (!dependencies) return;
        for (const auto& [name, wanted] : dependencies->schema->items()) {
            if (!place.value.contains(name)) continue;
            const auto rule = pointer_to(dependencies->at, name);
            if (!wanted.is_array()) {
                append(drifts, explain({&wanted, rule}, place));
                continue;
            }
            for (const auto& each : wanted) {
                if (each.is_string() && !place.value.contains(each.get<std::string>()))
                    add_missing(part, place, each, rule, drifts);
            }
        }
    }

    void explain_list(const Part& part, const Place& list, Drifts& drifts) {
        for (std::size_t i = 0; i < list.value.size() && !is_full(drifts); ++i) {
            const auto schema = schema_of_item(part, i);
            if (!schema) break;
            append(drifts, explain(*schema, {list.value[i], pointer_to(list.at, i)}));
        }
        if (const auto unique = keyword(part, "uniqueItems"); unique && *unique->schema == Json(true))
            explain_repeated(list, unique->at, drifts);
        if (const auto contained = keyword(part, "contains")) {
            const bool any = std::any_of(list.value.begin(), list.value.end(), [&](const Json& item) {
                return holds(*contained, {item, list.at});
            });
            if (!any)
                drifts.push_back(drift(DriftKind::wrong_value, list,
                                       "an item that is " + wish_of(*resolved(*contained).schema),
                                       contained->at));
        }
    }

    static std::optional<Part> schema_of_item(const Part& part, std::size_t index) {
        auto items = keyword(part, "items");
        if (!items || !items->schema->is_array()) return items;
        if (index < items->schema->size()) return below(*items, index);
        return keyword(part, "additionalItems");
    }

    static void explain_repeated(const Place& list, const std::string& rule, Drifts& drifts) {
        std::set<nlohmann::json> seen;
        for (std::size_t i = 0; i < list.value.size() && !is_full(drifts); ++i) {
            if (!seen.insert(nlohmann::json(list.value[i])).second)
                drifts.push_back(drift(DriftKind::wrong_value, {list.value[i], pointer_to(list.at, i)},
                                       "an item that is not in the list twice", rule));
        }
    }

    void explain_combinations(const Part& part, const Place& place, Drifts& drifts) {
        if (const auto all = keyword(part, "allOf", Json::value_t::array)) {
            for (std::size_t i = 0; i < all->schema->size(); ++i)
                append(drifts, explain(below(*all, i), place));
        }
        if (const auto any = keyword(part, "anyOf", Json::value_t::array))
            append(drifts, explain_choices(*any, place));
        if (const auto one = keyword(part, "oneOf", Json::value_t::array))
            append(drifts, explain_only_one(*one, place));
        if (const auto condition = keyword(part, "if")) {
            const auto consequence = keyword(part, holds(*condition, place) ? "then" : "else");
            if (consequence) append(drifts, explain(*consequence, place));
        }
        if (const auto refused = keyword(part, "not"); refused && holds(*refused, place))
            drifts.push_back(drift(DriftKind::wrong_value, place,
                                   "not " + wish_of(*resolved(*refused).schema), refused->at));
    }

    Drifts explain_only_one(const Part& choices, const Place& place) {
        std::size_t count = 0;
        for (std::size_t i = 0; i < choices.schema->size(); ++i)
            count += holds(below(choices, i), place) ? 1 : 0;
        if (count < 2) return explain_choices(choices, place);
        return {drift(DriftKind::wrong_value, place, "a value that fits only one choice", choices.at)};
    }

    // Nothing where one of them holds; else what is wrong with the closest of them, or, where each refuses
    // the value itself, what all of them expected.
    Drifts explain_choices(const Part& choices, const Place& place) {
        std::vector<Drifts> refusals;
        for (std::size_t i = 0; i < choices.schema->size(); ++i) {
            refusals.push_back(explain(below(choices, i), place));
            if (refusals.back().empty()) return {};
        }
        const auto fits_type =
            std::stable_partition(refusals.begin(), refusals.end(),
                                  [&](const Drifts& each) { return !is_of_another_type(each, place.at); });
        if (fits_type != refusals.begin()) refusals.erase(fits_type, refusals.end());
        const bool each_at_once = std::all_of(refusals.begin(), refusals.end(), [&](const Drifts& each) {
            return each.size() == 1 && each.front().at == place.at;
        });
        if (refusals.size() > 1 && each_at_once) return {joined(refusals, choices.at)};
        const auto closest = std::min_element(refusals.begin(), refusals.end(), [](auto& one, auto& other) {
            return one.size() < other.size();
        });
        return closest == refusals.end() ? Drifts{} : std::move(*closest);
    }

    static Drift joined(const std::vector<Drifts>& refusals, const std::string& rule) {
        std::vector<std::string> expected;
        for (const auto& each : refusals) expected.push_back(each.front().expected);
        Drift drift = refusals.front().front();
        drift.expected = alternatives(expected);
        drift.rule = rule;
        return drift;
    }

    const Json& root_;
    std::map<std::string, std::regex> patterns_; // compiling is slow
};

} // namespace

std::vector<Drift> explain(const Json& schema, const Json& payload) {
    return Explanation(schema).explain({&schema, ""}, {payload, ""});
}

} // namespace chatmock::conformance
