// docs/LIMITS.md lists every limit with its current value. A limit is a constant that ends in `_max`, outside
// of functions.
#include "support/catch.hpp"
#include "support/repository.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <sstream>
#include <string>

namespace chatmock {

namespace {

namespace fs = std::filesystem;

// `bytes_max` in `journal` -> 67108864
using Limits = std::map<std::string, std::uint64_t>;

std::string key_of(const std::string& name, const std::string& file) {
    std::string key = "`" + name + "` in `";
    return key.append(file).append("`");
}

// "64 * 1024 * 1024", "365LL * 24"; empty if it is not a product.
std::optional<std::uint64_t> product_of(const std::string& written) {
    static const std::regex typed(R"(std::uintmax_t\{(\d+)\})");
    const auto expression = std::regex_replace(written, typed, "$1");
    static const std::regex form(R"(\d+(LL|ULL)?( \* \d+(LL|ULL)?)*)");
    if (!std::regex_match(expression, form)) return std::nullopt;
    std::istringstream text(expression);
    std::uint64_t product = 1;
    for (std::string word; text >> word;) {
        if (word != "*") product *= std::stoull(word);
    }
    return product;
}

// Durations in milliseconds.
std::optional<std::uint64_t> value_in(const std::string& line, std::string& name) {
    static const std::regex number(
        R"(^(?:    static )?constexpr (?:std::)?(?:size_t|uintmax_t|u?int\d+_t|int) (\w+_max) = ([^;]+);)");
    static const std::regex duration(
        R"(^(?:    static )?constexpr (std::chrono::(?:milli)?seconds|Milliseconds) (\w+_max)\{(\d+)\};)");
    std::smatch found;
    if (std::regex_search(line, found, number)) {
        name = found[1];
        return product_of(found[2]);
    }
    if (!std::regex_search(line, found, duration)) return std::nullopt;
    name = found[2];
    return std::stoull(found[3]) * (found[1] == "std::chrono::seconds" ? 1000 : 1);
}

Limits limits_in_code() {
    Limits limits;
    for (const auto& entry : fs::recursive_directory_iterator(repository() / "mock")) {
        if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
        std::istringstream text(text_of_file(entry.path()));
        std::string name;
        for (std::string line; std::getline(text, line);) {
            if (const auto value = value_in(line, name))
                limits[key_of(name, entry.path().stem().string())] = *value;
        }
    }
    return limits;
}

// "64 MiB", "1,000", "24 h" (in milliseconds).
std::uint64_t value_of(std::string text) {
    static const std::map<std::string, std::uint64_t> units = {
        {"", 1},     {"kB", 1000}, {"MB", 1000000},    {"KiB", 1024},         {"MiB", 1048576},
        {"s", 1000}, {"s", 1000},  {"min", 60 * 1000}, {"h", 60 * 60 * 1000}, {"d", 24 * 60 * 60 * 1000}};
    text.erase(std::remove(text.begin(), text.end(), ','), text.end());
    const auto blank = std::min(text.find(' '), text.size());
    const auto unit = blank == text.size() ? "" : text.substr(blank + 1);
    INFO(text);
    return std::stoull(text.substr(0, blank)) * units.at(unit);
}

Limits limits_in_docs() {
    static const std::regex row(R"(^\| .+ \| ([^|]+) \| [^|]+ \| (`\w+` in `\w+`) \|$)");
    std::istringstream text(text_of_file(repository() / "docs/LIMITS.md"));
    Limits limits;
    std::smatch found;
    for (std::string line; std::getline(text, line);) {
        if (std::regex_match(line, found, row)) limits[found[2]] = value_of(found[1]);
    }
    return limits;
}

} // namespace

TEST_CASE("The page of limits has each limit of the code with its value, and no other", "[house]") {
    const auto code = limits_in_code();
    const auto docs = limits_in_docs();
    CHECK(code.size() > 80);
    for (const auto& [limit, value] : code) {
        INFO("add a row to docs/LIMITS.md, or mend it: " << limit << ", which is " << value);
        const auto found = docs.find(limit);
        CHECK((found != docs.end() && found->second == value));
    }
    for (const auto& [limit, value] : docs) {
        INFO("no such constant in mock/: " << limit);
        CHECK(code.count(limit) == 1);
    }
}

} // namespace chatmock
