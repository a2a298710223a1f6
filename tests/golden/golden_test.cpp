// Each story's transcript equals the approved file, byte for byte; and a replay of the file equals it again.
#include "golden/stories.hpp"
#include "support/golden_story.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

using namespace chatmock;

namespace {

namespace fs = std::filesystem;

const std::string hint = "script/approve-golden writes the files anew; git diff shows what that changes";

fs::path folder() { return repository() / "tests" / "golden"; }
fs::path file_of(const golden::Story& story) { return folder() / (story.name + ".jsonl"); }

bool approves() {
    const char* const approved = std::getenv("CHATMOCK_APPROVE");
    return approved != nullptr && std::string_view(approved) == "golden";
}

std::string line_at(const std::string& text, std::size_t at) {
    const auto begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    return text.substr(begin, text.find('\n', begin) - begin);
}

// The first different line; empty if there is none.
std::string first_difference(const std::string& approved, const std::string& played) {
    if (approved == played) return {};
    const auto shorter = std::min(approved.size(), played.size());
    const auto at = static_cast<std::size_t>(
        std::mismatch(approved.begin(), approved.begin() + static_cast<std::ptrdiff_t>(shorter),
                      played.begin())
            .first -
        approved.begin());
    const auto number =
        std::count(approved.begin(), approved.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
    return "line " + std::to_string(number) + ":\n- " + line_at(approved, at) + "\n+ " + line_at(played, at) +
           "\n" + hint;
}

} // namespace

TEST_CASE("Each story equals its approved transcript", "[golden]") {
    for (const auto& story : golden::stories()) {
        const auto played = story.play();
        if (approves()) std::ofstream(file_of(story), std::ios::binary) << played;
        INFO(file_of(story).string());
        CHECK(first_difference(text_of_file(file_of(story)), played).empty());
    }
}

TEST_CASE("Each approved file has its story", "[golden]") {
    std::set<std::string> known;
    for (const auto& story : golden::stories()) known.insert(file_of(story).filename().string());
    std::set<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder())) {
        if (entry.path().extension() == ".jsonl") found.insert(entry.path().filename().string());
    }
    CHECK(found == known);
}

TEST_CASE("Each approved file replays as it is", "[golden]") {
    for (const auto& story : golden::stories()) {
        INFO(file_of(story).string());
        const auto replayed = core::replay(text_of_file(file_of(story)));
        CHECK(core::outcome_of(replayed) == "the same");
        REQUIRE(replayed);
        CHECK(replayed->complete);
        CHECK(replayed->inputs > 0);
    }
}
