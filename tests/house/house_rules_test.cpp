// The house's rules that no compiler knows.
#include "support/catch.hpp"
#include "support/repository.hpp"

#include <algorithm>
#include <functional>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace chatmock {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t line_length_max = 120; // in characters; the formatter keeps code to 110
constexpr std::size_t file_length_max = 400; // in lines

bool is_source(const fs::path& path) { return path.extension() == ".cpp" || path.extension() == ".hpp"; }

// Sources of the project, below the given folders; what npm installed is none.
std::vector<fs::path> sources_below(const std::vector<std::string>& folders) {
    std::vector<fs::path> sources;
    for (const auto& folder : folders) {
        if (!fs::exists(repository() / folder)) continue;
        for (fs::recursive_directory_iterator entry(repository() / folder), end; entry != end; ++entry) {
            if (entry->path().filename() == "node_modules") entry.disable_recursion_pending();
            else if (is_source(entry->path())) sources.push_back(entry->path());
        }
    }
    std::sort(sources.begin(), sources.end());
    return sources;
}

std::vector<std::string> lines_of(const fs::path& path) {
    std::istringstream text(text_of_file(path));
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

std::size_t characters_in(const std::string& line) {
    return static_cast<std::size_t>(std::count_if(
        line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

// `mock/base/json.cpp:12` for each line that breaks a rule.
std::vector<std::string> lines_where(const std::vector<fs::path>& sources,
                                     const std::function<bool(const std::string&)>& breaks) {
    std::vector<std::string> places;
    for (const auto& source : sources) {
        std::size_t number = 0;
        for (const auto& line : lines_of(source)) {
            ++number;
            if (breaks(line))
                places.push_back(fs::relative(source, repository()).string() + ":" + std::to_string(number));
        }
    }
    return places;
}

std::function<bool(const std::string&)> holds(const std::string& pattern) {
    return [expression = std::regex(pattern)](const std::string& line) {
        return std::regex_search(line, expression);
    };
}

using Places = std::vector<std::string>;

// What reads the wall clock, waits, draws from a global random, or is of threads.
const std::string impure =
    R"(_clock::now|std::clock\b|\b(time|gettimeofday|clock_gettime|timespec_get)\s*\()"
    R"(|\b(sleep|usleep|nanosleep|sleep_for|sleep_until)\s*\()"
    R"(|\b(rand|srand|random|drand48|getrandom|getentropy)\s*\(|random_device|mt19937|default_random_engine)"
    R"(|std::(this_)?(thread|mutex|async|condition_variable)\b)";

} // namespace

TEST_CASE("The rules look at the sources", "[house]") {
    CHECK(sources_below({"mock"}).size() > 30);
    CHECK(sources_below({"tests"}).size() > 20);
}

TEST_CASE("No line is longer than its limit", "[house]") {
    CHECK(lines_where(sources_below({"mock", "tests"}),
                      [](const auto& line) { return characters_in(line) > line_length_max; }) == Places{});
}

TEST_CASE("No file is longer than its limit", "[house]") {
    for (const auto& source : sources_below({"mock", "tests"})) {
        CAPTURE(source.string());
        CHECK(lines_of(source).size() <= file_length_max);
    }
}

TEST_CASE("Below runtime there is no clock, thread or global random", "[house]") {
    const auto is_impure = holds(impure);
    CHECK(lines_where(sources_below({"mock/base", "mock/engineio", "mock/socketio", "mock/catalogue",
                                     "mock/conformance", "mock/policy", "mock/core"}),
                      is_impure) == Places{});
    CHECK_FALSE(lines_where(sources_below({"mock/runtime"}), is_impure).empty());
}

TEST_CASE("The search for clocks, threads and global random finds them", "[house]") {
    const auto is_impure = holds(impure);
    for (const auto* line : {"const auto now = std::chrono::steady_clock::now();", "std::time(nullptr)",
                             "clock_gettime(CLOCK_REALTIME, &t)", "std::this_thread::sleep_for(1s)",
                             "usleep(1)", "rand() % 6", "std::random_device device;", "std::mt19937 engine;",
                             "std::thread worker;", "std::mutex mutex_;", "getrandom(bytes, 8, 0)"}) {
        CAPTURE(line);
        CHECK(is_impure(line));
    }
    for (const auto* line :
         {"Instant now() const { return clock.now(); }", "advance_clock(wish);", "bool brand();"}) {
        CAPTURE(line);
        CHECK_FALSE(is_impure(line));
    }
}

TEST_CASE("No include climbs out of its folder", "[house]") {
    CHECK(lines_where(sources_below({"mock", "tests"}), holds(R"(^\s*#\s*include\s*["<][^">]*\.\./)")) ==
          Places{});
}

TEST_CASE("No work is left behind as a mark in the sources", "[house]") {
    const std::string marks = std::string("\\b(TO") + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b";
    CHECK(lines_where(sources_below({"mock", "tests"}), holds(marks)) == Places{});
}

TEST_CASE("Every event with a contract has a default fixture", "[house]") {
    const std::string suffix = ".schema.json";
    std::size_t contracts = 0;
    for (const auto& entry : fs::directory_iterator(repository() / "contracts/events")) {
        const auto file = entry.path().filename().string();
        REQUIRE(file.size() > suffix.size());
        const auto event = file.substr(0, file.size() - suffix.size());
        CAPTURE(event);
        CHECK(fs::exists(repository() / "fixtures/events" / event / "default.json"));
        ++contracts;
    }
    CHECK(contracts > 0);
}

} // namespace chatmock
