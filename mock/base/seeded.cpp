#include "base/seeded.hpp"

#include "base/text/word.hpp"

#include <array>
#include <cstdio>

namespace chatmock {

namespace {

// The finalizer of SplitMix64: every bit of the input affects every bit of the output.
std::uint64_t mix(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15U;
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31U);
}

// Reads the text in words, several times as fast as stable_hash(), as it may be long.
std::uint64_t digest_of(std::string_view text) {
    auto digest = mix(text.size());
    const auto take = [&digest](Word word) {
        digest = (digest ^ word) * 0x9e3779b97f4a7c15U;
        digest ^= digest >> 32U;
    };
    for (; text.size() >= word_bytes; text.remove_prefix(word_bytes)) take(word_at(text.data()));
    std::array<char, word_bytes> rest{};
    text.copy(rest.data(), text.size());
    take(word_at(rest.data()));
    return mix(digest);
}

} // namespace

std::uint64_t stable_hash(std::string_view text, std::uint64_t basis) {
    std::uint64_t hash = 0xcbf29ce484222325U ^ mix(basis); // FNV-1a
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3U;
    }
    return mix(hash);
}

std::string hash_text(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto hash = digest_of(text);
    std::string written;
    for (unsigned bits = 64; bits > 0; bits -= 4) written += digits[(hash >> (bits - 4)) & 15U];
    return written;
}

std::uint64_t Draw::next() { return mix(basis_ + ++drawn_); }

std::uint64_t Draw::below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }

double Draw::fraction() {
    constexpr int bits = 53; // of a double's fraction
    return static_cast<double>(next() >> (64 - bits)) / static_cast<double>(1ULL << bits);
}

Draw Seeded::draw(std::string_view purpose, std::string_view user, std::uint64_t nth) const {
    return Draw(stable_hash(user, stable_hash(purpose, seed_)) ^ mix(nth));
}

std::string Seeded::sid(std::string_view purpose, std::string_view user, std::uint64_t nth) const {
    static constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const auto basis = stable_hash(user, stable_hash(purpose, seed_)) ^ mix(nth);
    std::string sid;
    for (std::uint64_t word = 0; word < 2; ++word) {
        auto bits = mix(basis + word);
        for (int i = 0; i < 10; ++i, bits >>= 6U) sid += alphabet[bits & 63U];
    }
    return sid;
}

std::string Seeded::uuid(std::uint64_t nth) const {
    const auto basis = stable_hash("uuid", seed_) ^ mix(nth);
    const auto high = (mix(basis) & ~0xf000ULL) | 0x4000ULL;
    const auto low = (mix(basis + 1) & ~(3ULL << 62U)) | (2ULL << 62U);
    std::array<char, 37> text{};
    std::snprintf(text.data(), text.size(), "%08llx-%04llx-%04llx-%04llx-%012llx",
                  static_cast<unsigned long long>(high >> 32U),
                  static_cast<unsigned long long>((high >> 16U) & 0xffffU),
                  static_cast<unsigned long long>(high & 0xffffU),
                  static_cast<unsigned long long>(low >> 48U),
                  static_cast<unsigned long long>(low & 0xffffffffffffULL));
    return text.data();
}

} // namespace chatmock
