#include "core/input/bindings.hpp"

#include "base/json/json_memory.hpp"
#include "base/json/json_place.hpp"
#include "base/text/nearest.hpp"
#include "core/limits/account.hpp"
#include "core/limits/limits.hpp"

namespace chatmock::core {

namespace {

constexpr std::string_view opening = "{{";
constexpr std::string_view closing = "}}";

class Binder {
public:
    explicit Binder(const Bindings& bindings) : parameters_(bindings.parameters) {}

    void bind(Json& json, const JsonPlace& at) {
        if (json.is_string()) {
            const auto& text = json.get_ref<const std::string&>();
            if (text.find(opening) != std::string::npos) json = bound(text, at);
        } else if (json.is_array()) {
            for (std::size_t i = 0; i < json.size(); ++i) bind(json[i], at.element(i));
        } else if (json.is_object()) {
            for (auto& [name, member] : json.items()) bind(member, at.member(name));
        }
    }

    const std::optional<Error>& error() const { return error_; }

private:
    Json bound(const std::string& text, const JsonPlace& at) {
        std::string filled;
        std::size_t from = 0;
        while (true) {
            const auto begin = text.find(opening, from);
            const auto end = begin == std::string::npos ? begin : text.find(closing, begin);
            if (end == std::string::npos) return filled + text.substr(from);
            const auto name = text.substr(begin + opening.size(), end - begin - opening.size());
            const Json value = value_of(name, at);
            if (begin == 0 && end + closing.size() == text.size()) return value;
            if (is_too_much_) return nullptr;
            filled += text.substr(from, begin - from) +
                      (value.is_string() ? value.get<std::string>() : to_text(value));
            from = end + closing.size();
        }
    }

    Json value_of(const std::string& name, const JsonPlace& at) {
        const auto found = parameters_.find(name);
        if (is_too_much_) return nullptr;
        if (found != parameters_.end()) {
            if (room_.take(memory_of(*found))) return *found;
            is_too_much_ = true;
            fail({ErrorCode::invalid_value,
                  "expected parameters that fill at most " + std::to_string(filled_bytes_max) +
                      " bytes of a step",
                  at.pointer()});
            return nullptr;
        }
        std::vector<std::string> names;
        for (const auto& [known, value] : parameters_.items()) names.push_back(known);
        fail({ErrorCode::invalid_value, unknown_name_message("parameter", name, names), at.pointer()});
        return nullptr;
    }

    void fail(const Error& error) {
        if (error_) add_mistake(*error_, error);
        else error_ = error;
    }

    const Json& parameters_;
    Account room_{filled_bytes_max};
    bool is_too_much_ = false; // past the limit; nothing more is filled in
    std::optional<Error> error_;
};

} // namespace

Result<Json> fill_in(Json json, const std::string& at, const Bindings& bindings) {
    Binder binder(bindings);
    binder.bind(json, JsonPlace(at));
    if (binder.error()) return *binder.error();
    return json;
}

} // namespace chatmock::core
