// Rules of the sources that no compiler checks.
#include "support/catch.hpp"
#include "support/repository.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace chatmock {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t line_length_max = 120;    // in characters; the formatter keeps code to 110
constexpr std::size_t file_length_max = 400;    // in lines
constexpr std::size_t function_length_max = 50; // in lines between its braces
constexpr std::size_t references_max = 7;       // of a class, to others

const std::vector<std::string> cpp = {".cpp", ".hpp"};
const std::vector<std::string> javascript = {".mjs", ".cjs"};
const std::vector<std::string> code = {".cpp", ".hpp", ".mjs",  ".cjs",  ".js",  ".jsx",   ".ts", ".tsx",
                                       ".py",  ".css", ".html", ".yaml", ".yml", ".cmake", ".txt"};
const std::vector<std::string> code_folders = {"mock",     "tests",     "console", "clients",
                                               "examples", "contracts", "cmake",   ".github"};

// The project's sources below the given folders, without npm's packages and generated files.
std::vector<fs::path> sources_below(const std::vector<std::string>& folders,
                                    const std::vector<std::string>& extensions = cpp) {
    const auto is_source = [&](const fs::path& path) {
        return std::count(extensions.begin(), extensions.end(), path.extension().string()) > 0;
    };
    std::vector<fs::path> sources;
    for (const auto& folder : folders) {
        if (!fs::exists(repository() / folder)) continue;
        for (fs::recursive_directory_iterator entry(repository() / folder), end; entry != end; ++entry) {
            if (is_made_by_tools(entry->path())) entry.disable_recursion_pending();
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

// `mock/base/json/json.cpp:12` for each line that breaks a rule.
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

std::size_t indent_of(const std::string& line) { return std::min(line.find_first_not_of(' '), line.size()); }

// The first line of the statement that ends with the brace in this line.
std::size_t start_of_statement(const std::vector<std::string>& lines, std::size_t brace) {
    static const std::regex end(R"(^\s*$|[;{}:]\s*(//.*)?$|^\s*(//|#)|^ *template .*>$)");
    auto start = brace;
    while (start > 0 && !std::regex_search(lines[start - 1], end)) --start;
    return start;
}

// The formatter's layout: a function begins with the line of its name, and ends with a brace at the same
// indentation.
bool begins_function(const std::string& line) {
    static const std::regex other(
        R"(^\s*(namespace|class|struct|enum|union|extern|if|for|while|do|switch|else|try|\}|return)\b)");
    return line.find('(') != std::string::npos && !std::regex_search(line, other);
}

// False for the brace of a list, as in `= {` or `std::vector<int>{`, and of a lambda.
bool ends_signature(const std::string& line) {
    static const std::regex brace(R"([^=] \{$)");
    return std::regex_search(line, brace) && line.find("](") == std::string::npos;
}

// `mock/base/json/json.cpp:12` for each function that is longer than its limit.
std::vector<std::string> long_functions_in(const std::vector<std::string>& lines, const std::string& name) {
    constexpr std::size_t deepest_indent = 4; // of a function in a class
    std::vector<std::string> places;
    for (std::size_t brace = 0; brace < lines.size(); ++brace) {
        if (!ends_signature(lines[brace])) continue;
        const auto start = start_of_statement(lines, brace);
        const auto indent = indent_of(lines[start]);
        if (indent > deepest_indent || !begins_function(lines[start])) continue;
        const auto end = std::string(indent, ' ') + "}";
        auto last = brace + 1;
        while (last < lines.size() && lines[last].compare(0, end.size(), end) != 0) ++last;
        if (last - brace - 1 > function_length_max) places.push_back(name + ":" + std::to_string(start + 1));
    }
    return places;
}

// The number of members that are references, by class.
std::map<std::string, std::size_t> references_in(const std::vector<std::string>& lines) {
    static const std::regex begin(R"(^\s*(?:class|struct) ([\w:]+)[^;]*\{$)");
    static const std::regex reference(R"(^\s*(?:const )?[\w:<>, ]+& \w+;)");
    struct Open {
        std::string name;
        std::size_t indent;
    };
    std::vector<Open> open;
    std::map<std::string, std::size_t> counts;
    for (const auto& line : lines) {
        std::smatch found;
        if (std::regex_search(line, found, begin)) open.push_back({found[1], indent_of(line)});
        else if (open.empty()) continue;
        else if (line == std::string(open.back().indent, ' ') + "};") open.pop_back();
        else if (std::regex_search(line, reference)) ++counts[open.back().name];
    }
    return counts;
}

std::function<bool(const std::string&)> holds(const std::string& pattern) {
    return [expression = std::regex(pattern)](const std::string& line) {
        return std::regex_search(line, expression);
    };
}

using Places = std::vector<std::string>;

// Uses of the wall clock, waiting, global random numbers and threads.
const std::string impure =
    R"(_clock::now|std::clock\b|\b(time|gettimeofday|clock_gettime|timespec_get)\s*\()"
    R"(|\b(sleep|usleep|nanosleep|sleep_for|sleep_until)\s*\()"
    R"(|\b(rand|srand|random|drand48|getrandom|getentropy)\s*\(|random_device|mt19937|default_random_engine)"
    R"(|std::(this_)?(thread|mutex|async|condition_variable)\b)";

// Features of Node.js after 18.19, which a newer one on this machine would accept. For example, `close` of an
// old server returns nothing.
const std::string newer_javascript =
    R"(\.close\(\)\.|import\.meta\.(dirname|filename|resolve)|Promise\.(withResolvers|try)\b|Array\.fromAsync)"
    R"(|(Object|Map)\.groupBy|\.(toSorted|toReversed|toSpliced|isWellFormed|toWellFormed)\()"
    R"(|\bawait using\b|Symbol\.(asyncD|d)ispose|AbortSignal\.any|\bwith \{ *type:|\b(globSync|fs\.glob)\()"
    R"(|\b(t|test)\.(plan|assert|waitFor|mock)\b|\bmock\.timers|\bnew (WebSocket|EventSource|CustomEvent|File)\()"
    R"(|\.(values|keys|entries)\(\)\.(map|filter|take|drop|toArray|some|every|find)\(|\bIterator\.)"
    R"(|\.(union|intersection|difference|symmetricDifference|isSubsetOf|isSupersetOf)\(|RegExp\.escape)"
    R"(|process\.loadEnvFile|globalThis\.crypto|navigator\.)";

} // namespace

TEST_CASE("The rules look at the sources", "[house]") {
    CHECK(sources_below({"mock"}).size() > 30);
    CHECK(sources_below({"tests"}).size() > 20);
    CHECK(sources_below({"tests"}, javascript).size() > 20);
}

TEST_CASE("No line is longer than its limit", "[house]") {
    auto sources = sources_below(code_folders, code);
    const auto scripts = sources_below({"script"}, {"", ".sh"});
    sources.insert(sources.end(), scripts.begin(), scripts.end());
    sources.push_back(repository() / "CMakeLists.txt");
    CHECK(sources.size() > 800);
    CHECK(lines_where(sources, [](const auto& line) { return characters_in(line) > line_length_max; }) ==
          Places{});
}

TEST_CASE("No file is longer than its limit", "[house]") {
    for (const auto& source : sources_below({"mock", "tests", "console", "clients"}, code)) {
        if (source.extension() == ".txt") continue;                  // lists, such as a build's
        if (source.parent_path().filename() == "released") continue; // copies of contracts
        CAPTURE(source.string());
        CHECK(lines_of(source).size() <= file_length_max);
    }
}

TEST_CASE("No class holds more references to others than its limit", "[house]") {
    std::size_t references = 0;
    for (const auto& source : sources_below({"mock"})) {
        for (const auto& [name, count] : references_in(lines_of(source))) {
            CAPTURE(source.string(), name);
            CHECK(count <= references_max);
            references += count;
        }
    }
    CHECK(references > 50);
}

TEST_CASE("The search for references counts those of each class", "[house]") {
    const auto found =
        references_in({"class World {", "    State& state_;", "    struct Part {",
                       "        const std::map<int, Text>& names_; // shared", "    };",
                       "    Clients& clients_;", "    State& state() { return state_; }", "};"});
    CHECK(found == std::map<std::string, std::size_t>{{"World", 2}, {"Part", 1}});
}

TEST_CASE("No function is longer than its limit", "[house]") {
    Places places;
    for (const auto& source : sources_below({"mock", "tests"})) {
        const auto found = long_functions_in(lines_of(source), fs::relative(source, repository()).string());
        places.insert(places.end(), found.begin(), found.end());
    }
    CHECK(places == Places{});
}

TEST_CASE("The search for long functions finds them, wherever their braces are", "[house]") {
    const std::vector<std::string> body(function_length_max + 1, "    work();");
    const auto is_found = [&](std::vector<std::string> lines, std::size_t body_lines,
                              const std::string& end) {
        lines.insert(lines.end(), body.begin(), body.begin() + static_cast<std::ptrdiff_t>(body_lines));
        lines.push_back(end);
        return !long_functions_in(lines, "file").empty();
    };
    CHECK(is_found({"void run() {"}, function_length_max + 1, "}"));
    CHECK_FALSE(is_found({"void run() {"}, function_length_max, "}"));
    CHECK(is_found({"World::World(Settings settings)", "    : settings_(settings),", "      loop_(1) {"},
                   function_length_max + 1, "}"));
    CHECK(is_found({"struct World {", "    void run(int one,", "             int other) {"},
                   function_length_max + 1, "    }"));
    CHECK_FALSE(is_found({"namespace chatmock {"}, function_length_max + 1, "} // namespace chatmock"));
    CHECK_FALSE(is_found({"struct World {"}, function_length_max + 1, "};"));
}

TEST_CASE("Below runtime, and in the control port, there is no clock, thread or global random", "[house]") {
    const auto is_impure = holds(impure);
    CHECK(lines_where(sources_below({"mock/base", "mock/http", "mock/engineio", "mock/socketio",
                                     "mock/schema", "mock/catalogue", "mock/conformance", "mock/policy",
                                     "mock/core", "mock/control"}),
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

TEST_CASE("The oldest Node.js is the same wherever it is named", "[house]") {
    const std::regex engines(R"re("node": ">=([0-9.]+)")re");
    const auto package = text_of_file(repository() / "tests/wire/package.json");
    std::smatch found;
    REQUIRE(std::regex_search(package, found, engines));
    const auto oldest = found[1].str();
    CHECK(text_of_file(repository() / "tests/contracts/package.json").find(found[0]) != std::string::npos);
    CHECK(text_of_file(repository() / "README.md").find("Node.js " + oldest + " or newer") !=
          std::string::npos);
}

TEST_CASE("No test needs a newer Node.js than the oldest", "[house]") {
    CHECK(lines_where(sources_below({"tests"}, javascript), holds(newer_javascript)) == Places{});
}

TEST_CASE("The search for newer JavaScript finds it", "[house]") {
    const auto is_newer = holds(newer_javascript);
    for (const auto* line :
         {"test.after(() => server.close().closeAllConnections());", "const here = import.meta.dirname;",
          "const { promise, resolve } = Promise.withResolvers();", "await Array.fromAsync(lines)",
          "const byUser = Object.groupBy(entries, ({ user }) => user);", "names.toSorted()",
          "await using mock = await serve(t);", "import events from './e.json' with { type: 'json' };",
          "for (const name of fs.globSync('*.mjs'))", "t.plan(2);", "mock.timers.enable();",
          "const socket = new WebSocket(url);", "seen.values().map(nameOf)", "one.difference(other)"}) {
        CAPTURE(line);
        CHECK(is_newer(line));
    }
    for (const auto* line :
         {"server.close();", "child.close()?.then()", "import.meta.url", "Promise.all(calls)",
          "structuredClone(payload)", "difference(theirs, theirs)", "// one plan(2) for all"}) {
        CAPTURE(line);
        CHECK_FALSE(is_newer(line));
    }
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
