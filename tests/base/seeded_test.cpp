#include "base/seeded.hpp"

#include "support/catch.hpp"

#include <set>

namespace chatmock {

// Fixed: a user's test may contain an id of seed 1, so it must stay the same on every machine and in every
// version.
TEST_CASE("Ids of a seed never change", "[base]") {
    const Seeded seeded(1);
    CHECK(stable_hash("alice") == 11896921208639987510U);
    CHECK(seeded.sid("socket", "alice", 1) == "68V81WwLprhT8tPgEbv7");
    CHECK(seeded.sid("engine", "alice", 1) == "buqJBj7QeGuf6Kj3x0Ts");
    CHECK(seeded.uuid(1) == "30adeb68-9587-4e5b-b489-76827a0af5ec");
    CHECK(seeded.uuid(2) == "18feb602-e845-40ed-8c6a-f811f4621427");
}

TEST_CASE("The hash of a text never changes, and every change to the text shows", "[base]") {
    CHECK(hash_text("") == "249c531a006c0d92");
    CHECK(hash_text("alice") == "69e44d22d8abc3fd");
    std::string text = R"({"sid":"6vCQ4Lw0","user":"alice"})";
    CHECK(hash_text(text) == "3507fa539f0357cf");
    std::set<std::string> hashes = {hash_text(text), hash_text(text + '\0'), hash_text(text.substr(1))};
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            text[i] = static_cast<char>(text[i] ^ (1 << bit));
            hashes.insert(hash_text(text));
            text[i] = static_cast<char>(text[i] ^ (1 << bit));
        }
    }
    CHECK(hashes.size() == 3 + 8 * text.size());
}

TEST_CASE("Ids differ by seed, purpose, user and count", "[base]") {
    std::set<std::string> ids;
    for (const std::uint64_t seed : {0, 1, 2}) {
        for (const auto* purpose : {"socket", "engine"}) {
            for (const auto* user : {"alice", "bob", ""}) {
                for (std::uint64_t nth = 0; nth < 100; ++nth)
                    ids.insert(Seeded(seed).sid(purpose, user, nth));
            }
        }
    }
    CHECK(ids.size() == 3 * 2 * 3 * 100);
}

TEST_CASE("A sid is 20 characters that need no escape in a URL", "[base]") {
    for (std::uint64_t nth = 0; nth < 100; ++nth) {
        const auto sid = Seeded(nth).sid("socket", "alice", nth);
        CHECK(sid.size() == 20);
        CHECK(sid.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
              std::string::npos);
    }
}

TEST_CASE("A UUID is of version 4 and in lower case", "[base]") {
    std::set<std::string> uuids;
    for (std::uint64_t nth = 0; nth < 100; ++nth) {
        const auto uuid = Seeded(7).uuid(nth);
        uuids.insert(uuid);
        REQUIRE(uuid.size() == 36);
        CHECK(uuid.find_first_not_of("0123456789abcdef-") == std::string::npos);
        CHECK((uuid[8] == '-' && uuid[13] == '-' && uuid[18] == '-' && uuid[23] == '-'));
        CHECK(uuid[14] == '4');
        CHECK(std::string("89ab").find(uuid[19]) != std::string::npos);
    }
    CHECK(uuids.size() == 100);
}

} // namespace chatmock
