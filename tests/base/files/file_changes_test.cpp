#include "base/files/file_changes.hpp"

#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <array>

namespace chatmock {

namespace {

using Names = std::set<std::string>;

constexpr std::chrono::seconds second(int number) { return std::chrono::seconds(number); }

Names names_of(const FileStamps& stamps) {
    Names names;
    for (const auto& [name, stamp] : stamps) names.insert(name);
    return names;
}

// While it lives, the process can open no file.
class NoDescriptors {
public:
    NoDescriptors() {
        getrlimit(RLIMIT_NOFILE, &before_);
        const rlimit none{0, before_.rlim_max};
        setrlimit(RLIMIT_NOFILE, &none);
    }
    NoDescriptors(const NoDescriptors&) = delete;
    NoDescriptors& operator=(const NoDescriptors&) = delete;
    ~NoDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

} // namespace

TEST_CASE("Without descriptors, a folder is not taken for an empty one", "[base]") {
    const TemporaryFolder folder;
    folder.write("a.json", "{}");
    FileStamps stamps;
    {
        const NoDescriptors none;
        CHECK_FALSE(add_stamps(folder.path(), "all", ".json", stamps));
    }
    CHECK(stamps.empty());
    CHECK(add_stamps(folder.path(), "all", ".json", stamps));
    CHECK(names_of(stamps) == Names{"all/a.json"});
    CHECK(add_stamps(folder.path() / "absent", "absent", ".json", stamps));
}

TEST_CASE("The files below a folder are stamped by name", "[base]") {
    const TemporaryFolder folder;
    for (const auto* file : {"a.json", "a.txt", "b/c.json", "b/d/e.json"}) folder.write(file, "{}");
    FileStamps stamps;
    add_stamps(folder.path(), "fixtures/events", ".json", stamps);
    CHECK(names_of(stamps) ==
          Names{"fixtures/events/a.json", "fixtures/events/b/c.json", "fixtures/events/b/d/e.json"});
}

TEST_CASE("A file is stamped under the name that is given", "[base]") {
    const TemporaryFolder folder;
    const auto file = folder.write("default.json", "four");
    const std::array<timespec, 2> times{{{7, 1}, {7, 1}}}; // of the last read and write
    REQUIRE(utimensat(AT_FDCWD, file.c_str(), times.data(), 0) == 0);
    FileStamps stamps;
    add_stamps(file, "profile", ".json", stamps);
    CHECK(stamps == FileStamps{{"profile", {second(7) + std::chrono::nanoseconds(1), 4}}});
}

TEST_CASE("A pipe is stamped, so that it is seen and refused", "[base]") {
    const TemporaryFolder folder;
    REQUIRE(mkfifo((folder.path() / "pipe.json").c_str(), 0600) == 0);
    FileStamps stamps;
    add_stamps(folder.path(), "all", ".json", stamps);
    CHECK(names_of(stamps) == Names{"all/pipe.json"});
}

TEST_CASE("A missing file has no stamp", "[base]") {
    const TemporaryFolder folder;
    std::filesystem::create_symlink("nowhere", folder.path() / "link.json");
    FileStamps stamps;
    add_stamps(folder.path(), "all", ".json", stamps);
    add_stamps(folder.path() / "absent", "absent", ".json", stamps);
    CHECK(stamps.empty());
}

TEST_CASE("Files that were written, added or removed are reported once", "[base]") {
    FileChanges changes({{"stays", {second(1), 1}},
                         {"grows", {second(1), 1}},
                         {"goes", {second(1), 1}},
                         {"is written", {second(1), 1}}});
    const FileStamps now = {{"stays", {second(1), 1}},
                            {"grows", {second(1), 2}},
                            {"is written", {second(2), 1}},
                            {"comes", {second(1), 1}}};
    CHECK_FALSE(changes.stand_still(now));
    REQUIRE(changes.stand_still(now));
    CHECK(changes.take() == Names{"comes", "goes", "grows", "is written"});
    CHECK_FALSE(changes.stand_still(now));
    CHECK(changes.take().empty());
}

TEST_CASE("A file that is being written is left in peace until it stands still", "[base]") {
    FileChanges changes({{"a", {second(1), 1}}, {"b", {second(1), 1}}});
    for (int i = 2; i < 10; ++i)
        CHECK_FALSE(changes.stand_still({{"a", {second(i), 1}}, {"b", {second(2), 1}}}));
    CHECK(changes.stand_still({{"a", {second(9), 1}}, {"b", {second(2), 1}}}));
    CHECK(changes.take() == Names{"a", "b"});
}

TEST_CASE("A file in its former state has not changed", "[base]") {
    const FileStamps known = {{"a", {second(1), 1}}};
    FileChanges changes(known);
    CHECK_FALSE(changes.stand_still({}));
    CHECK_FALSE(changes.stand_still(known));
    CHECK_FALSE(changes.stand_still(known));
}

} // namespace chatmock
