// Replaces what identifies people by stable fakes, so that a recording can be kept in a repository.
//
// A fake follows from the seed and the whole original text or number, and from nothing else: one user stays
// one user across fields, events and recordings, whatever comes first. Nothing of the original is in it but
// its form: lengths, capitals, punctuation, white space, emoji, schemes and file extensions.
//
// Who does not know the seed cannot get back from a fake. Who knows it, or guesses it (1 is what everyone
// tries first), can disguise candidates and compare: that finds what can be listed, such as small numbers,
// names from a directory, and short messages. The hash is no cryptographic one. So keep the seed to yourself
// where it matters; and look through a recording before you publish it, since numbers, instants, values that
// the contract lists, the fields that you asked to keep, and the names of fields stay as they are. A key is
// such a name where the contract names it or a program could: others, such as an address, are disguised like
// a text.
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
    std::vector<std::string> broken_at; // pointers into it, to fakes that break what the original kept
};

class Pseudonyms {
public:
    // Members of `kept_fields`, by name and at any depth, stay as they are, with all that is in them.
    Pseudonyms(std::uint64_t seed, std::vector<std::string> kept_fields);

    // What kept the contract keeps it afterwards: where a fake does not, others are tried before giving up.
    // Without a contract (null) the form is all there is to go by. Has no bytes in it.
    Disguised disguise(const Json& payload, const catalogue::Contract* contract) const;

private:
    using Attempts = std::map<std::string, std::uint64_t>; // by pointer

    class Walk;

    std::uint64_t seed_;
    std::set<std::string> kept_fields_;
};

} // namespace chatmock::conformance
