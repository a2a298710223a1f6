#include "base/files/built_in.hpp"

#include "base/files/files.hpp"
#include "support/repository.hpp"
#include "support/results.hpp"

namespace chatmock {

namespace fs = std::filesystem;

TEST_CASE("The binary carries the repository's fixtures and contracts, byte for byte", "[files]") {
    std::size_t count = 0;
    for (const auto* folder : {"fixtures", "contracts", "schemas"}) {
        for (const auto* suffix : {".json", ".yaml", ".ts"}) {
            for (const auto& file : files_below(repository() / folder, suffix).files) {
                const auto name = std::string(folder) + '/' + file.name;
                INFO(name);
                REQUIRE(built_in_files().count(name) == 1);
                CHECK(built_in_files().at(name) == text_of_file(file.path));
                ++count;
            }
        }
    }
    CHECK(built_in_files().size() == count);
}

TEST_CASE("A built-in folder is listed and read as one on the disk", "[files]") {
    const fs::path built_in(built_in_folder);
    for (const auto* folder :
         {"fixtures", "fixtures/events", "fixtures/events/NewMessage", "contracts", "nowhere"}) {
        INFO(folder);
        const auto on_disk = repository() / folder;
        CHECK(is_absent(built_in / folder) == is_absent(on_disk));
        const auto names = [](const Result<std::vector<fs::path>>& paths, const fs::path& below) {
            std::vector<std::string> relative;
            for (const auto& path : expect_value(paths))
                relative.push_back(path.lexically_relative(below).string());
            return relative;
        };
        CHECK(names(files_in(built_in / folder, ".json"), built_in) ==
              names(files_in(on_disk, ".json"), repository()));
        CHECK(names(folders_in(built_in / folder), built_in) == names(folders_in(on_disk), repository()));
    }
    const auto* const profile = "fixtures/profiles/default.json";
    CHECK(expect_value(read_text_file(built_in / profile)) == text_of_file(repository() / profile));
    CHECK_FALSE(is_absent(built_in / profile));
    CHECK(expect_error(read_text_file(built_in / "fixtures/none.json")).file ==
          "built-in:/fixtures/none.json");
}

TEST_CASE("An upper layer's file hides those of its name below it", "[files]") {
    const FileLayers layers({{repository() / "fixtures"}, {fs::path(built_in_folder) / "fixtures", true}});
    std::vector<Error> unlistable;
    for (const auto& file : files_in(layers, "profiles", ".json", unlistable)) CHECK_FALSE(file.is_optional);
    const FileLayers below({{repository() / "contracts"}, {fs::path(built_in_folder) / "fixtures", true}});
    CHECK(files_in(below, "profiles", ".json", unlistable).size() == 2);
    CHECK(unlistable.empty());
}

} // namespace chatmock
