// Identifiers that follow from a seed: the same seed and the same history give the same ids.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace chatmock {

// A 64-bit hash that is the same on every machine. Not cryptographic.
std::uint64_t stable_hash(std::string_view text, std::uint64_t basis = 0);

// The same as 16 hexadecimal digits, for people to compare.
std::string hash_text(std::string_view text);

// Numbers that follow from where they begin, one after the other.
class Draw {
public:
    explicit Draw(std::uint64_t basis) : basis_(basis) {}

    std::uint64_t next();
    std::uint64_t below(std::uint64_t bound); // 0 where the bound is
    double fraction();                        // from 0, and less than 1

private:
    std::uint64_t basis_;
    std::uint64_t drawn_ = 0;
};

class Seeded {
public:
    explicit Seeded(std::uint64_t seed) : seed_(seed) {}

    std::uint64_t seed() const { return seed_; }

    // 20 characters of [A-Za-z0-9_-]. It follows from what it is for, whose it is and which of his it
    // is, never from what others do: parallel clients get the same ids whoever comes first.
    std::string sid(std::string_view purpose, std::string_view user, std::uint64_t nth) const;

    // Chance, of the same parentage as a sid.
    Draw draw(std::string_view purpose, std::string_view user, std::uint64_t nth) const;

    // A version 4 UUID in lower case.
    std::string uuid(std::uint64_t nth) const;

private:
    std::uint64_t seed_;
};

} // namespace chatmock
