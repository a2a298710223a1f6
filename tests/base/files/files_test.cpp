#include "base/files/files.hpp"

#include "support/results.hpp"
#include "support/temporary_folder.hpp"

#include <sys/resource.h>
#include <sys/stat.h>

namespace chatmock {

namespace {

// While it exists, the process cannot open files.
class NoDescriptors {
public:
    NoDescriptors() {
        getrlimit(RLIMIT_NOFILE, &before_);
        const rlimit none{0, before_.rlim_max};
        setrlimit(RLIMIT_NOFILE, &none);
    }
    ~NoDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }
    NoDescriptors(const NoDescriptors&) = delete;
    NoDescriptors& operator=(const NoDescriptors&) = delete;

private:
    rlimit before_{};
};

} // namespace

TEST_CASE("A JSON file is read", "[base]") {
    const TemporaryFolder folder;
    const auto file = folder.write("a.json", R"({"b":1,"a":2})");
    CHECK(to_text(expect_value(read_json_file(file))) == R"({"b":1,"a":2})");
}

TEST_CASE("A file that is not JSON is an error that names the file and the place", "[base]") {
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

TEST_CASE("The files of a folder are sorted by name, without folders and other names", "[base]") {
    const TemporaryFolder folder;
    for (const auto* name : {"b.json", "a.json", "c.txt", "d.json/e.json"}) folder.write(name, "{}");
    const auto files = expect_value(files_in(folder.path(), ".json"));
    REQUIRE(files.size() == 2);
    CHECK(stem_of(files[0], ".json") == "a");
    CHECK(stem_of(files[1], ".json") == "b");
}

TEST_CASE("The folders of a folder are sorted by name, without files", "[base]") {
    const TemporaryFolder folder;
    for (const auto* name : {"b/x", "a/x", "c"}) folder.write(name, "");
    const auto folders = expect_value(folders_in(folder.path()));
    REQUIRE(folders.size() == 2);
    CHECK(folders[0].filename() == "a");
    CHECK(folders[1].filename() == "b");
}

TEST_CASE("A folder that does not exist holds nothing", "[base]") {
    const TemporaryFolder folder;
    CHECK(expect_value(files_in(folder.path() / "absent", "")).empty());
    CHECK(expect_value(folders_in(folder.path() / "absent")).empty());
    CHECK(is_absent(folder.path() / "absent"));
    CHECK_FALSE(is_absent(folder.path()));
}

TEST_CASE("Hidden files and folders, and editors' leftovers, are skipped", "[base]") {
    const TemporaryFolder folder;
    for (const auto* name : {"._a.json", ".a.json.swp", "#a.json#", "a.json~", ".#a.json", "a.json"})
        folder.write(name, "{}");
    for (const auto* name : {".idea/x.json", "old~/x.json", "#x#/x.json", "real/x.json"})
        folder.write(name, "");
    const auto files = expect_value(files_in(folder.path(), ""));
    REQUIRE(files.size() == 1);
    CHECK(files[0].filename() == "a.json");
    const auto folders = expect_value(folders_in(folder.path()));
    REQUIRE(folders.size() == 1);
    CHECK(folders[0].filename() == "real");
}

TEST_CASE("A folder that cannot be listed is an error, and holds not nothing", "[base]") {
    const TemporaryFolder folder;
    const auto file = folder.write("file", "");
    for (const auto& error : {expect_error(files_in(file, "")), expect_error(folders_in(file))}) {
        CHECK(error.code == ErrorCode::unreadable_file);
        CHECK(error.file == file.string());
        CHECK(error.message == "the folder cannot be listed: Not a directory");
    }
}

TEST_CASE("Without descriptors nothing is taken for absent", "[base]") {
    const TemporaryFolder folder;
    const auto file = folder.write("a.json", "{}");
    const NoDescriptors none;
    CHECK(expect_error(files_in(folder.path(), "")).message ==
          "the folder cannot be listed: Too many open files");
    CHECK(expect_error(folders_in(folder.path())).code == ErrorCode::unreadable_file);
    CHECK(expect_error(read_text_file(file)).message == "the file cannot be read: Too many open files");
    CHECK_FALSE(is_absent(file));
}

TEST_CASE("A pipe, a device or a folder is listed, and refused at once", "[base]") {
    const TemporaryFolder folder;
    const auto pipe = folder.path() / "pipe.json";
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    CHECK(expect_value(files_in(folder.path(), ".json")).size() == 1);
    CHECK(expect_error(read_text_file(pipe)).message == "expected a file, got a pipe");
    CHECK(expect_error(read_text_file("/dev/zero")).message == "expected a file, got a device");
    CHECK(expect_error(read_text_file(folder.path())).message == "expected a file, got a folder");
    CHECK(expect_error(write_text_file(pipe, "text")).code == ErrorCode::unwritable_file);
}

TEST_CASE("A file is read up to its limit", "[base]") {
    const TemporaryFolder folder;
    const auto file = folder.write("a.txt", "12345");
    CHECK(expect_value(read_text_file(file, 5)) == "12345");
    CHECK(expect_error(read_text_file(file, 4)).message == "expected at most 4 bytes, got 5");
    std::filesystem::resize_file(file, file_bytes_max + 1);
    CHECK(expect_error(read_json_file(file)).code == ErrorCode::unreadable_file);
    CHECK(expect_value(read_text_file("/proc/self/stat")).size() > 10); // a file whose size is reported as 0
}

TEST_CASE("A link is listed as the file or the folder that it leads to", "[base]") {
    const TemporaryFolder folder;
    folder.write("files/b.json", "{}");
    std::filesystem::create_symlink("files/b.json", folder.path() / "a.json");
    std::filesystem::create_symlink("files", folder.path() / "c");
    const auto files = expect_value(files_in(folder.path(), ".json"));
    const auto folders = expect_value(folders_in(folder.path()));
    REQUIRE(files.size() == 1);
    REQUIRE(folders.size() == 2);
    CHECK(files[0].filename() == "a.json");
    CHECK(folders[0].filename() == "c");
}

TEST_CASE("A link that leads nowhere, or to itself, is a file that cannot be read", "[base]") {
    const TemporaryFolder folder;
    std::filesystem::create_symlink("nowhere", folder.path() / "a.json");
    std::filesystem::create_symlink("b.json", folder.path() / "b.json");
    const auto files = expect_value(files_in(folder.path(), ".json"));
    REQUIRE(files.size() == 2);
    for (const auto& file : files)
        CHECK(expect_error(read_text_file(file)).code == ErrorCode::unreadable_file);
}

TEST_CASE("A file that cannot be written whole stays as it was", "[base]") {
    const TemporaryFolder folder;
    const auto file = folder.write("a.txt", "old");
    const std::string draft = ".a.txt.draft";
    std::filesystem::create_directory(folder.path() / draft);
    folder.write(draft + "/in the way", "");
    CHECK(expect_error(write_text_file(file, "new")).code == ErrorCode::unwritable_file);
    CHECK(expect_value(read_text_file(file)) == "old");
}

TEST_CASE("A stem keeps the dots that are not the suffix's", "[base]") {
    CHECK(stem_of("events/NewMessage.schema.json", ".schema.json") == "NewMessage");
    CHECK(stem_of("a.b.json", ".json") == "a.b");
}

} // namespace chatmock
