#include "base/text/lines.hpp"

#include "support/catch.hpp"

using chatmock::Lines;

TEST_CASE("Lines keep their text, whatever their length and their neighbours' length", "[core]") {
    Lines lines;
    std::vector<std::string> expected;
    for (const std::size_t length : {0, 1, 65535, 1, 65536, 0, 65537, 300000, 2, 40000, 40000})
        expected.emplace_back(length, static_cast<char>('a' + expected.size()));
    for (const auto& line : expected) lines.append(line);
    CHECK(std::vector<std::string>(lines.begin(), lines.end()) == expected);
    REQUIRE(lines.size() == expected.size());
    CHECK(lines[3] == "d");
}

TEST_CASE("Lines that were cleared begin anew", "[core]") {
    Lines lines;
    lines.append("before");
    lines.clear();
    CHECK(lines.size() == 0);
    lines.append("after");
    CHECK(lines[0] == "after");
}

TEST_CASE("Blocks of lines do not change when lines are added", "[core]") {
    Lines lines;
    std::string expected;
    for (const std::size_t length : {0, 3, 65536, 0, 20}) {
        lines.append(std::string(length, 'x'));
        expected += std::string(length, 'x') + "\n";
    }
    const auto blocks = lines.blocks();
    for (int i = 0; i < 10000; ++i) lines.append("later");
    lines.clear();
    std::string text;
    for (const auto& block : blocks) text += block.text->substr(0, block.bytes) + "\n";
    CHECK(text == expected);
}
