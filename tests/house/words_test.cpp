// The sources are in plain words: banned_phrases.txt lists what they must not say.
#include "schema/pattern/pattern.hpp"
#include "support/catch.hpp"
#include "support/repository.hpp"
#include "support/results.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace chatmock {

namespace {

namespace fs = std::filesystem;

using Strings = std::vector<std::string>;

struct Phrase {
    schema::Pattern pattern;
    bool only_comments;
};

// Consecutive lines of a comment, or of a text in YAML, joined; or one line of code with its names and
// messages.
struct Passage {
    std::size_t line;
    std::string text; // in lower case
    bool is_comment;
};

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::vector<Phrase> banned_phrases() {
    const std::string mark = "comment ";
    std::istringstream file(text_of_file(repository() / "tests/house/banned_phrases.txt"));
    std::vector<Phrase> phrases;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        const bool only_comments = line.compare(0, mark.size(), mark) == 0;
        const auto pattern = only_comments ? line.substr(mark.size()) : line;
        phrases.push_back({expect_value(schema::Pattern::compile(pattern)), only_comments});
    }
    return phrases;
}

bool has_slash_comments(const fs::path& path) {
    static const Strings extensions = {".cpp", ".hpp", ".mjs", ".cjs", ".js", ".jsx", ".ts", ".tsx", ".css"};
    return std::count(extensions.begin(), extensions.end(), path.extension().string()) > 0;
}

// Without code in backticks; names as words.
std::string readable(const std::string& text) {
    std::string words;
    bool in_code = false;
    for (const char c : lower_case(text)) {
        if (c == '`') in_code = !in_code;
        else if (!in_code) words += c == '_' ? ' ' : c;
    }
    return words;
}

// Block comments and Python's documentation become comments that end with their line. Python's `None` is
// omitted.
std::string with_line_comments(const std::string& source, const std::string& mark) {
    static const std::regex slashes(R"(^ */\*+ *| *\*/.*$|^ *\*( |$))");
    static const std::regex quotes(R"(^ *r?"""|""".*$|^ +)");
    static const std::regex none(R"(\bNone\b)");
    const auto& edges = mark == "//" ? slashes : quotes;
    const std::string begin = mark == "//" ? "/*" : "\"\"\"";
    const std::string end = mark == "//" ? "*/" : begin;
    std::string out;
    bool is_inside = false;
    std::istringstream lines(source);
    for (std::string line; std::getline(lines, line); out += "\n") {
        auto first = std::min(line.find_first_not_of(' '), line.size());
        if (mark == "#" && line.compare(first, 1, "r") == 0) ++first;
        const bool begins = !is_inside && line.compare(first, begin.size(), begin) == 0;
        if (!begins && !is_inside) {
            out += mark == "#" ? std::regex_replace(line, none, "") : line;
            continue;
        }
        is_inside = line.find(end, begins ? first + begin.size() : 0) == std::string::npos;
        out += mark + " " + std::regex_replace(line, edges, "");
    }
    return out;
}

// The titles of tests, in C++ and in JavaScript.
std::vector<Passage> titles_in(const std::string& source) {
    static const std::regex title(R"(\b(?:TEST_CASE|SECTION|test|describe)\(\s*(["'`])((?:(?!\1).)*)\1)");
    std::vector<Passage> titles;
    for (std::sregex_iterator found(source.begin(), source.end(), title), end; found != end; ++found) {
        const auto line = 1 + std::count(source.begin(), source.begin() + found->position(), '\n');
        titles.push_back({static_cast<std::size_t>(line), readable(found->str(2)), true});
    }
    return titles;
}

// The start of the comment in the line; the mark is not inside quotation marks.
std::size_t comment_in(const std::string& line, const std::string& mark) {
    for (auto at = line.find(mark); at != std::string::npos; at = line.find(mark, at + 1)) {
        const auto before = line.begin() + static_cast<std::ptrdiff_t>(at);
        const auto end = at + mark.size();
        const bool begins = at == 0 || line[at - 1] == ' ';
        const bool ends = end == line.size() || line[end] == ' ';
        if (begins && ends && std::count(line.begin(), before, '"') % 2 == 0) return at;
    }
    return std::string::npos;
}

std::vector<Passage> passages_of(const std::string& source, const std::string& mark) {
    std::vector<Passage> passages;
    auto open = std::string::npos; // the comment that the next line may continue
    std::istringstream lines(with_line_comments(source, mark));
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        const auto at = comment_in(line, mark);
        const auto code = line.substr(0, at);
        const bool is_alone = code.find_first_not_of(' ') == std::string::npos;
        const bool goes_on = mark == "#" && code.find_first_of(":=") == std::string::npos &&
                             !passages.empty() && !passages.back().is_comment;
        if (!is_alone && goes_on) passages.back().text += " " + code.substr(code.find_first_not_of(' '));
        else if (!is_alone) passages.push_back({number, code, false});
        if (at == std::string::npos || !is_alone) open = std::string::npos;
        if (at == std::string::npos) continue;
        const auto words = line.substr(std::min(at + mark.size() + 1, line.size()));
        if (open != std::string::npos) passages[open].text += " " + words;
        else passages.push_back({number, words, true});
        if (is_alone && open == std::string::npos) open = passages.size() - 1;
    }
    for (auto& passage : passages) passage.text = readable(passage.text);
    return passages;
}

bool has(const schema::Pattern& pattern, const std::string& text) {
    auto effort = schema::Effort::for_payload(text.size());
    return pattern.search(text, effort) == schema::Match::found;
}

// "mock/base/error.hpp:12: TEXT" for each passage that has a banned phrase.
Strings hits_in(const std::string& source, const std::string& name, const std::string& mark,
                bool only_comments) {
    static const auto phrases = banned_phrases();
    Strings hits;
    auto passages = passages_of(source, mark);
    if (only_comments) { // of a test
        const auto titles = titles_in(source);
        passages.insert(passages.end(), titles.begin(), titles.end());
    }
    for (const auto& passage : passages) {
        if (only_comments && !passage.is_comment) continue;
        for (const auto& phrase : phrases) {
            if (phrase.only_comments && !passage.is_comment) continue;
            if (has(phrase.pattern, passage.text))
                hits.push_back(name + ":" + std::to_string(passage.line) + ": " + passage.text);
        }
    }
    return hits;
}

// events.d.ts is generated from the contracts.
bool is_passed_over(const fs::path& path) {
    static const Strings names = {"package-lock.json", "banned_phrases.txt", "words_test.cpp", "events.d.ts"};
    return is_made_by_tools(path) || std::count(names.begin(), names.end(), path.filename().string()) > 0;
}

bool is_source(const fs::path& path) {
    static const Strings others = {".cmake", ".yaml", ".yml", ".txt", ".sh", ".py", ".toml", ".html"};
    return has_slash_comments(path) || path.filename() == "Dockerfile" ||
           path.parent_path().filename() == "script" ||
           std::count(others.begin(), others.end(), path.extension().string()) > 0;
}

Strings sources_in(const std::string& root) {
    if (fs::is_regular_file(repository() / root)) return {root};
    Strings sources;
    for (fs::recursive_directory_iterator entry(repository() / root), end; entry != end; ++entry) {
        if (is_passed_over(entry->path())) entry.disable_recursion_pending();
        else if (entry->is_regular_file() && is_source(entry->path()))
            sources.push_back(fs::relative(entry->path(), repository()).string());
    }
    std::sort(sources.begin(), sources.end());
    return sources;
}

Strings hits_below(const Strings& roots, bool only_comments) {
    Strings hits;
    for (const auto& root : roots) {
        for (const auto& source : sources_in(root)) {
            const auto* const mark = has_slash_comments(source) ? "//" : "#";
            const auto found = hits_in(text_of_file(repository() / source), source, mark, only_comments);
            hits.insert(hits.end(), found.begin(), found.end());
        }
    }
    return hits;
}

std::size_t hits_in_cpp(const std::string& source, bool only_comments = false) {
    return hits_in(source, "file", "//", only_comments).size();
}

} // namespace

TEST_CASE("Code, messages and help texts have no banned phrase", "[house]") {
    CHECK(sources_in("mock").size() > 300);
    CHECK(sources_in("console").size() > 30);
    CHECK(sources_in("clients").size() > 30);
    CHECK(hits_below({"mock", "console", "clients", "examples", "script", "cmake", "contracts", ".github",
                      "CMakeLists.txt", "Dockerfile", "docker-compose.yml"},
                     false) == Strings{});
}

TEST_CASE("Comments and titles of tests have no banned phrase", "[house]") {
    CHECK(sources_in("tests").size() > 200);
    CHECK(hits_below({"tests"}, true) == Strings{});
}

TEST_CASE("The search for banned phrases finds them", "[house]") {
    for (const auto* line : {"// What is due.", "int x; // whom it is for", "// A name that is\n// no name.",
                             "    // Taken\n    // up.", "log(\"taken up: {}\");", "bool take_up();",
                             "auto told_ = 1;", "// The client that came first.", "// Sent to who asks.",
                             "// It tells why.", "// Empty for nobody.", "// Reads what was sent."}) {
        CAPTURE(line);
        CHECK(hits_in_cpp(line) > 0);
    }
    for (const auto* line :
         {"// The `what is gone` of the API.", "// There is no name.", "// It is no longer open.",
          "const std::string what = which_of(it);", "// Nothing tells the two apart.",
          "// The name is\nint none;", "const auto url = \"https://host\"; int what_is;"}) {
        CAPTURE(line);
        CHECK(hits_in_cpp(line) == 0);
    }
    CHECK(hits_in_cpp("run(\"taken up\"); // The reload.", true) == 0);
    CHECK(hits_in_cpp("TEST_CASE(\"Nobody is told\", \"[tag]\") {", true) > 0);
    CHECK(hits_in_cpp("test('nobody polls', () => {});", true) > 0);
    CHECK(hits_in_cpp("/** What is due. */") > 0);
    CHECK(hits_in_cpp("/**\n * A name that\n * is no name.\n */\nlet x;") > 0);
    CHECK(hits_in("    \"\"\"What is due.\"\"\"", "file", "#", false).size() == 2);
    CHECK(hits_in("\"\"\"A text\n\nthat is\nno name.\n\"\"\"", "file", "#", false).size() == 1);
    CHECK(hits_in("if error is None:", "file", "#", false).empty());
    CHECK(hits_in("say taken up # The reload", "file", "#", false).size() == 1);
    CHECK(hits_in("say # it was taken up", "file", "#", true).size() == 1);
    CHECK(hits_in("description:\n  it was taken\n  up", "file", "#", false).size() == 1);
}

} // namespace chatmock
