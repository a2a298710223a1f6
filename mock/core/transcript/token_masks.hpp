// Masks tokens from the payload of CONNECT in a transcript's text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace chatmock::core {

class TokenMasks {
public:
    // A shorter text is not masked: it could be part of any other text.
    static constexpr std::size_t token_bytes_min = 8;

    // As long as the token: its number, padded with asterisks, so that lengths in the transcript stay.
    static std::string mask_of(const std::string& token, std::uint64_t number);

    // True if the token had no mask yet. It must have at least `token_bytes_min` bytes.
    bool add(const std::string& token, std::uint64_t number);

    // Replaces every token in the text by its mask.
    void apply(std::string& text) const;

    void clear() { by_beginning_.clear(); }

private:
    struct Masked {
        std::string token;
        std::string mask;
    };

    std::unordered_multimap<std::uint64_t, Masked> by_beginning_; // by the token's first eight bytes
};

} // namespace chatmock::core
