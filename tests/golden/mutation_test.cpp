// A changed transcript is detected at the change, whatever it is: the replay names the first line that the
// new world does not write, or that cannot be read.
#include "core/replay/transcript_parse.hpp"
#include "golden/stories.hpp"
#include "support/golden_story.hpp"

#include <random>

using namespace chatmock;

namespace {

using Random = std::mt19937; // the same numbers everywhere

std::size_t number_below(std::size_t limit, Random& random) { return random() % limit; }

struct Golden {
    std::string name;
    std::vector<std::string> lines; // without their newlines
    core::Beginning beginning;      // from the first line
};

std::vector<Golden> golden_files() {
    std::vector<Golden> files;
    for (const auto& story : golden::stories()) {
        Golden file{story.name, {}, {}};
        const auto path = repository() / "tests" / "golden" / (story.name + ".jsonl");
        std::ifstream text(path, std::ios::binary);
        for (std::string line; std::getline(text, line);) file.lines.push_back(line);
        file.beginning = expect_value(core::parse_beginning(json_of(file.lines.front())));
        files.push_back(std::move(file));
    }
    return files;
}

std::string text_of(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += line + "\n";
    return text;
}

// The line that a replay reports; 0 if it reports none.
std::size_t line_blamed(const Result<core::Replayed>& replayed) {
    if (replayed) return replayed->difference ? replayed->difference->line : 0;
    const std::string mark = "line ";
    const auto& message = replayed.error().message;
    return message.rfind(mark, 0) == 0 ? std::stoul(message.substr(mark.size())) : 0;
}

// Parses the first line again only if it is changed: that is the slowest part of a replay.
Result<core::Replayed> replay(const Golden& file, const std::string& changed) {
    if (changed.rfind(file.lines.front() + "\n", 0) != 0) return core::replay(changed);
    return core::replay_from(file.beginning, changed, control::ask_world);
}

// Reports only failures: there are many checks.
void expect_blame(const Golden& file, std::size_t line, const std::vector<std::string>& changed,
                  std::string_view what) {
    const auto replayed = replay(file, text_of(changed));
    if (line_blamed(replayed) == line) return;
    FAIL_CHECK(file.name << ":" << line << ": " << what << "\n  " << core::outcome_of(replayed));
}

bool has_input(const std::string& line) { return line.rfind(R"({"n":)", 0) == 0; }

// For two swapped lines, counted from 0. A token's line precedes the input with the token, and may be
// reported first.
void expect_blame_near(const Golden& file, std::size_t from, std::size_t to,
                       const std::vector<std::string>& changed, std::string_view what) {
    auto first = from;
    while (first > 1 && !has_input(changed[first - 1])) --first;
    auto last = to;
    while (!has_input(changed[last])) ++last;
    const auto replayed = replay(file, text_of(changed));
    const auto blamed = line_blamed(replayed);
    if (blamed > first && blamed <= last + 1) return;
    FAIL_CHECK(file.name << ":" << from + 1 << ": " << what << "\n  " << core::outcome_of(replayed));
}

// A replacement for a value: another type, or a number out of all bounds.
Json other_value(const Json& value, Random& random) {
    static const Json others = json_of(R"([null, true, "", "x", -1, 0, 1.5, 1e308, 18446744073709551615,
        "9999-12-31T23:59:59.999Z", [], [[]], {}, {"x": 1}, {"$binary": "!"}, {"$binary": "/w=="}])");
    Json other = value;
    while (other == value) other = others[number_below(others.size(), random)];
    return other;
}

// Another byte: any, or one that probably keeps the JSON valid.
char other_byte(char byte, Random& random) {
    constexpr std::string_view likely = "0123456789abctrue \"{}[],:\\\n";
    char other = byte;
    while (other == byte) {
        other = random() % 4 == 0 ? static_cast<char>(random()) : likely[number_below(likely.size(), random)];
    }
    return other;
}

} // namespace

TEST_CASE("A byte that was changed is found in its line", "[golden]") {
    Random random(1); // NOLINT: each run makes the same changes
    for (const auto& file : golden_files()) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            for (int change = 0; change < 20; ++change) {
                auto lines = file.lines;
                const auto at = number_below(lines[i].size(), random);
                lines[i][at] = other_byte(lines[i][at], random);
                expect_blame(file, i + 1, lines, lines[i].substr(at > 20 ? at - 20 : 0, 40));
            }
        }
    }
}

TEST_CASE("A newline that was changed is found at the end of its line", "[golden]") {
    for (const auto& file : golden_files()) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            for (const char other : {' ', '}', '\0'}) {
                auto lines = file.lines;
                lines[i] += other;
                if (i + 1 < lines.size()) lines[i] += lines[i + 1];
                if (i + 1 < lines.size()) lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i) + 1);
                expect_blame(file, i + 1, lines, std::string("newline became ") + other);
            }
        }
    }
}

TEST_CASE("A value of another type or size is found in its line", "[golden]") {
    Random random(2); // NOLINT: each run makes the same changes
    for (const auto& file : golden_files()) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            const Json line = json_of(file.lines[i]);
            const Json flat = line.flatten();
            for (int change = 0; change < 5; ++change) {
                const auto chosen =
                    std::next(flat.begin(), static_cast<std::ptrdiff_t>(number_below(flat.size(), random)));
                Json::json_pointer place(chosen.key());
                if (random() % 4 == 0 && place.parent_pointer() != place) place = place.parent_pointer();
                Json changed = line;
                changed[place] = other_value(line[place], random);
                auto lines = file.lines;
                lines[i] = to_text(changed);
                expect_blame(file, i + 1, lines, place.to_string() + ": " + to_text(changed[place]));
            }
        }
    }
}

TEST_CASE("A line too few, too many or in another place is noticed by the next input", "[golden]") {
    Random random(3); // NOLINT: each run makes the same changes
    const auto files = golden_files();
    for (const auto& file : files) {
        for (std::size_t i = 0; i + 1 < file.lines.size(); ++i) {
            const auto place = static_cast<std::ptrdiff_t>(i);
            auto lines = file.lines;
            lines.erase(lines.begin() + place);
            expect_blame_near(file, i, i, lines, "missing");
            lines = file.lines;
            lines.insert(lines.begin() + place, lines[i]);
            expect_blame_near(file, i, i + 1, lines, "there twice");
            lines = file.lines;
            std::swap(lines[i], lines[i + 1]);
            expect_blame_near(file, i, i + 1, lines, "swapped with the next");
            const auto& other = files[number_below(files.size(), random)].lines;
            const auto& alien = other[number_below(other.size(), random)];
            if (alien == file.lines[i]) continue;
            lines = file.lines;
            lines.insert(lines.begin() + place, alien);
            expect_blame_near(file, i, i + 1, lines, alien.substr(0, 80));
        }
    }
}

TEST_CASE("A text that ends within a line is found out there", "[golden]") {
    for (const auto& file : golden_files()) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            std::vector<std::string> lines(file.lines.begin(),
                                           file.lines.begin() + static_cast<std::ptrdiff_t>(i) + 1);
            auto text = text_of(lines);
            text.resize(text.size() - lines.back().size() / 2 - 1);
            CHECK(line_blamed(replay(file, text)) == i + 1);
        }
    }
}

TEST_CASE("A transcript may end after any input, and without its last line break", "[golden]") {
    const auto file = golden_files().front();
    auto text = text_of(file.lines);
    text.pop_back();
    CHECK(core::outcome_of(core::replay(text)) == "the same");
    text.resize(text.rfind('\n') + 1);
    CHECK(core::outcome_of(core::replay(text)) == "the same");
}

TEST_CASE("A transcript must not contain lines without an input", "[golden]") {
    auto lines = golden_files().front().lines;
    lines.push_back(R"({"token":9,"user":"nobody","claims":{},"matches":[]})");
    CHECK(line_blamed(core::replay(text_of(lines))) == lines.size());
    lines.back() = R"({"pattern":"*","tokens":[]})";
    CHECK(line_blamed(core::replay(text_of(lines))) == lines.size());
}

TEST_CASE("That a transcript is not complete is itself not to be changed", "[golden]") {
    auto lines = golden_files().front().lines;
    lines.push_back(core::Transcript::incomplete_line());
    const auto replayed = core::replay(text_of(lines));
    REQUIRE(core::outcome_of(replayed) == "the same");
    CHECK_FALSE(replayed->complete);
    for (auto& byte : lines.back()) {
        const auto was = std::exchange(byte, byte == '1' ? '2' : '1');
        CHECK(line_blamed(core::replay(text_of(lines))) == lines.size());
        byte = was;
    }
    lines.push_back(lines.back());
    CHECK(line_blamed(core::replay(text_of(lines))) == lines.size() - 1);
}

TEST_CASE("Any other text is an error", "[golden]") {
    for (const std::string text :
         {"", "\n", "\n\n", "null", "[]", "{}", "1", "\"\"", "\xff", "{\"transcript\":1}"}) {
        CAPTURE(text);
        CHECK_FALSE(core::replay(text));
    }
    CHECK_FALSE(core::replay(std::string(1000 * 1000, '[')));
    CHECK_FALSE(core::replay(core::Transcript::incomplete_line()));
}
