#include "core/transcript/token_masks.hpp"

#include <cstring>

namespace chatmock::core {

namespace {

std::uint64_t beginning_of(const char* text) {
    std::uint64_t beginning = 0;
    std::memcpy(&beginning, text, sizeof(beginning));
    return beginning;
}

} // namespace

std::string TokenMasks::mask_of(const std::string& token, std::uint64_t number) {
    auto mask = std::to_string(number);
    mask.resize(token.size(), '*');
    return mask;
}

bool TokenMasks::add(const std::string& token, std::uint64_t number) {
    auto [first, last] = by_beginning_.equal_range(beginning_of(token.data()));
    for (; first != last; ++first) {
        if (first->second.token != token) continue;
        first->second.mask = mask_of(token, number);
        return false;
    }
    by_beginning_.emplace(beginning_of(token.data()), Masked{token, mask_of(token, number)});
    return true;
}

void TokenMasks::apply(std::string& text) const {
    if (by_beginning_.empty()) return;
    for (std::size_t at = 0; at + token_bytes_min <= text.size(); ++at) {
        auto [first, last] = by_beginning_.equal_range(beginning_of(text.data() + at));
        for (; first != last; ++first) {
            const auto& [token, mask] = first->second;
            if (text.compare(at, token.size(), token) != 0) continue;
            text.replace(at, token.size(), mask);
            at += token.size() - 1;
            break;
        }
    }
}

} // namespace chatmock::core
