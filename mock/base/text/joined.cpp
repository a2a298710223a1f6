#include "base/text/joined.hpp"

namespace chatmock {

namespace {

std::string joined(const std::vector<std::string>& words, std::string_view last_separator,
                   std::string_view mark) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 == words.size() ? last_separator : std::string_view(", ");
        text.append(mark).append(words[i]).append(mark);
    }
    return text;
}

} // namespace

std::string joined(const std::vector<std::string>& words, std::string_view last_separator) {
    return joined(words, last_separator, "");
}

std::string joined_quoted(const std::vector<std::string>& words, std::string_view last_separator) {
    return joined(words, last_separator, "\"");
}

} // namespace chatmock
