// Writes JSON as text, value by value, without building a tree first. The output equals to_text() of that
// tree: compact, raw UTF-8, members in the order of the calls.
#pragma once

#include "base/json/json.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace chatmock {

// In an object, call name() before each value; a name must not repeat. The writer adds commas.
class JsonWriter {
public:
    JsonWriter() = default;
    explicit JsonWriter(std::size_t bytes_expected) { text_.reserve(bytes_expected); }

    // Uses the buffer's capacity; its content is dropped.
    explicit JsonWriter(std::string buffer) : text_(std::move(buffer)) { text_.clear(); }

    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_array() { return close(']'); }

    JsonWriter& name(std::string_view name);

    // The same for a name that the code spells out. It has only characters that JSON does not escape.
    template <std::size_t size>
    JsonWriter& name(const char (&plain)[size]) {
        std::array<char, size + 3> piece = {',', '"'};
        std::copy_n(plain, size - 1, piece.begin() + 2);
        piece[size + 1] = '"';
        piece[size + 2] = ':';
        const auto skipped = static_cast<std::size_t>(needs_comma() ? 0 : 1);
        text_.append(piece.data() + skipped, piece.size() - skipped);
        return *this;
    }

    // Replaces text that is not UTF-8.
    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
    JsonWriter& value(const Json& json) { return json_text(to_text(json)); }
    JsonWriter& value(const JsonWriter& written) { return json_text(written.text()); }

    template <typename Number, typename = std::enable_if_t<std::is_integral_v<Number>>>
    JsonWriter& value(Number number) {
        if constexpr (std::is_same_v<Number, bool>) return json_text(number ? "true" : "false");
        else return json_text(std::to_string(number));
    }

    template <typename Name, typename Value>
    JsonWriter& member(const Name& name, const Value& of_that_name) {
        return this->name(name).value(of_that_name);
    }

    // Adds all members of the object to the open one.
    JsonWriter& members(const Json& object) {
        for (const auto& [name, value] : object.items()) member(name, value);
        return *this;
    }

    // Adds a value that is JSON text already, or members of the open object; an empty text adds nothing.
    JsonWriter& json_text(std::string_view json);

    const std::string& text() const { return text_; }
    std::string take() { return std::move(text_); }

    // Frees spare capacity, before long-term storage.
    void shrink() { text_.shrink_to_fit(); }

private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    bool needs_comma() const;
    void separate();

    std::string text_;
};

} // namespace chatmock
