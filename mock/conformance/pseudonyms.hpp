// Replaces personal data by stable fakes, so that a recording can be kept in a repository.
//
// A fake follows from the seed and the whole original text or number only: one user keeps one fake across
// fields, events and recordings, in any order. It keeps only the form of the original: lengths, capitals,
// punctuation, white space, emoji, schemes and file extensions.
//
// Without the seed, a fake cannot be reversed. With the seed, or a guess (many people use 1), an attacker can
// disguise candidates and compare. That reveals small numbers, names from a directory, and short messages.
// The hash is not cryptographic. So keep the seed secret if it matters. Read a recording before you publish
// it: numbers, instants, values that the contract lists, fields that you asked to keep, and names of fields
// stay. A key is a field's name if the contract names it or it is an identifier; other keys, such as an
// address, are disguised like texts.
#pragma once

#include "catalogue/contract.hpp"
#include "schema/parts.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace chatmock::conformance {

struct Disguised {
    Json payload;
    std::vector<std::string>
        broken_at; // pointers to fakes that violate the contract although the original did not
};

class Pseudonyms {
public:
    // Members of `kept_fields`, by name and at any depth, keep their whole values.
    Pseudonyms(std::uint64_t seed, std::vector<std::string> kept_fields);

    // Tries several fakes for each value, until the payload violates the contract no more than the original
    // does. Without a contract (null) only the form counts. The payload has no bytes.
    Disguised disguise(const Json& payload, const catalogue::Contract* contract) const;

private:
    using Attempts = std::map<std::string, std::uint64_t>; // by pointer

    class Walk;

    std::uint64_t seed_;
    std::set<std::string> kept_fields_;
};

} // namespace chatmock::conformance
