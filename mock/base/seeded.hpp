// Identifiers derived from a seed: the same seed and the same history give the same ids.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace chatmock {

// A 64-bit hash that is the same on every machine. Not cryptographic.
std::uint64_t stable_hash(std::string_view text, std::uint64_t basis = 0);

// The hash as 16 hexadecimal digits, for people to compare.
std::string hash_text(std::string_view text);

// A sequence of pseudo-random numbers, determined by its start.
class Draw {
public:
    explicit Draw(std::uint64_t basis) : basis_(basis) {}

    std::uint64_t next();
    std::uint64_t below(std::uint64_t bound); // 0 if the bound is 0
    double fraction();                        // at least 0, less than 1

private:
    std::uint64_t basis_;
    std::uint64_t drawn_ = 0;
};

class Seeded {
public:
    explicit Seeded(std::uint64_t seed) : seed_(seed) {}

    std::uint64_t seed() const { return seed_; }

    // 20 characters of [A-Za-z0-9_-]. Derived from purpose, user and that user's counter, never from other
    // users: parallel clients get the same ids in any order of arrival.
    std::string sid(std::string_view purpose, std::string_view user, std::uint64_t nth) const;

    // A random sequence, derived as a sid is.
    Draw draw(std::string_view purpose, std::string_view user, std::uint64_t nth) const;

    // A version 4 UUID in lower case.
    std::string uuid(std::uint64_t nth) const;

private:
    std::uint64_t seed_;
};

} // namespace chatmock
