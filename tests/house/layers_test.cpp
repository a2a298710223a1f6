// docs/ARCHITECTURE.md shows the table of cmake/layers.cmake; the build checks every include against it.
#include "support/catch.hpp"
#include "support/repository.hpp"

#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace chatmock {

namespace {

// "core/time: base |" for the row of core/time.
using Rows = std::vector<std::string>;

std::string row_of(const std::string& folder, const std::string& includes, const std::string& libraries) {
    return folder + ": " + includes + "| " + libraries;
}

// The words of one row in cmake/layers.cmake, `layer(NAME INCLUDES ... LIBRARIES ...)`.
std::string row_in_build(const std::string& written) {
    std::istringstream words(written);
    std::string folder;
    words >> folder;
    std::string includes;
    std::string libraries;
    auto* list = &includes;
    for (std::string word; words >> word;) {
        if (word == "INCLUDES") list = &includes;
        else if (word == "LIBRARIES") list = &libraries;
        else *list += word + " ";
    }
    return row_of(folder, includes, libraries);
}

Rows rows_in_build() {
    const auto text = text_of_file(repository() / "cmake/layers.cmake");
    static const std::regex row(R"((?:^|\n)layer\(([^)]*)\))");
    Rows rows;
    for (std::sregex_iterator found(text.begin(), text.end(), row), end; found != end; ++found)
        rows.push_back(row_in_build((*found)[1]));
    return rows;
}

std::string list_in_docs(const std::string& cell) { return cell.empty() ? "" : cell + " "; }

Rows rows_in_docs() {
    std::istringstream text(text_of_file(repository() / "docs/ARCHITECTURE.md"));
    static const std::regex row(R"(^\| `([a-z/]+)/` \| [^|]+ \| ([^|]*?) ?\| ([^|]*?) ?\|$)");
    Rows rows;
    std::smatch found;
    for (std::string line; std::getline(text, line);) {
        if (std::regex_match(line, found, row))
            rows.push_back(row_of(found[1], list_in_docs(found[2]), list_in_docs(found[3])));
    }
    return rows;
}

} // namespace

TEST_CASE("The page of the architecture shows the table of layers as the build has it", "[house]") {
    CHECK(rows_in_build().size() > 30);
    CHECK(rows_in_docs() == rows_in_build());
}

} // namespace chatmock
