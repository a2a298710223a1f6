#include "base/files.hpp"

#include "support/results.hpp"
#include "support/temporary_folder.hpp"

namespace chatmock {

TEST_CASE("A JSON file is read", "[base]") {
    const TemporaryFolder folder;
    const auto file = folder.write("a.json", R"({"b":1,"a":2})");
    CHECK(to_text(expect_value(read_json_file(file))) == R"({"b":1,"a":2})");
}

TEST_CASE("A file that is no JSON is an error that names the file and the place", "[base]") {
    const TemporaryFolder folder;
    const auto file = folder.write("a.json", "{\n  \"a\": ?\n}");
    const auto error = expect_error(read_json_file(file));
    CHECK(error.code == ErrorCode::malformed_json);
    CHECK(error.file == file.string());
    CHECK(error.message.find("line 2, column 8") != std::string::npos);
}

TEST_CASE("A file that cannot be read is an error that names the file", "[base]") {
    const TemporaryFolder folder;
    for (const auto& path : {folder.path() / "absent.json", folder.path()}) {
        const auto error = expect_error(read_json_file(path));
        CHECK(error.code == ErrorCode::unreadable_file);
        CHECK(error.file == path.string());
    }
}

TEST_CASE("A text file is written with the folders that lead there, and reads as it was", "[base]") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "a" / "b" / "c.txt";
    const std::string text("line\r\n\0end", 10);
    expect_success(write_text_file(file, text));
    CHECK(expect_value(read_text_file(file)) == text);
    expect_success(write_text_file(file, "shorter"));
    CHECK(expect_value(read_text_file(file)) == "shorter");
}

TEST_CASE("A file that cannot be written is an error that names the file", "[base]") {
    const TemporaryFolder folder;
    const auto blocking = folder.write("file", "");
    for (const auto& path : {folder.path(), blocking / "below.txt", folder.path() / std::string(1000, 'x'),
                             std::filesystem::path("/dev/full")}) {
        CAPTURE(path.string());
        const auto error = expect_error(write_text_file(path, "text"));
        CHECK(error.code == ErrorCode::unwritable_file);
        CHECK(error.file == path.string());
    }
}

TEST_CASE("The files of a folder come by name, folders and other names left out", "[base]") {
    const TemporaryFolder folder;
    for (const auto* name : {"b.json", "a.json", "c.txt", "d.json/e.json"}) folder.write(name, "{}");
    const auto files = files_in(folder.path(), ".json");
    REQUIRE(files.size() == 2);
    CHECK(stem_of(files[0], ".json") == "a");
    CHECK(stem_of(files[1], ".json") == "b");
}

TEST_CASE("The folders of a folder come by name, files left out", "[base]") {
    const TemporaryFolder folder;
    for (const auto* name : {"b/x", "a/x", "c"}) folder.write(name, "");
    const auto folders = folders_in(folder.path());
    REQUIRE(folders.size() == 2);
    CHECK(folders[0].filename() == "a");
    CHECK(folders[1].filename() == "b");
}

TEST_CASE("A folder that does not exist holds nothing", "[base]") {
    const TemporaryFolder folder;
    CHECK(files_in(folder.path() / "absent", "").empty());
    CHECK(folders_in(folder.path() / "absent").empty());
}

TEST_CASE("A stem keeps the dots that are not the suffix's", "[base]") {
    CHECK(stem_of("events/NewMessage.schema.json", ".schema.json") == "NewMessage");
    CHECK(stem_of("a.b.json", ".json") == "a.b");
}

} // namespace chatmock
