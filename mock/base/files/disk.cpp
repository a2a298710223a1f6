#include "base/files/disk.hpp"

#include "base/files/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <fstream>

namespace chatmock {

namespace fs = std::filesystem;

namespace disk {

namespace {

std::error_code failure_of(int number) { return {number, std::generic_category()}; }

// An open file, closed by the destructor.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const { return number_; }

private:
    int number_;
};

std::string kind_of(const struct stat& status) {
    if (S_ISDIR(status.st_mode)) return "a folder";
    if (S_ISFIFO(status.st_mode)) return "a pipe";
    if (S_ISSOCK(status.st_mode)) return "a socket";
    return "a device";
}

// Reads in pieces, as a file may grow meanwhile.
Reading read_all(const Descriptor& file, std::uintmax_t bytes_max, std::size_t bytes_expected) {
    Reading reading;
    auto& text = reading.text;
    text.resize(bytes_expected + 1); // one byte more shows whether the file is too long
    std::size_t size = 0;
    for (;;) {
        const auto count = ::read(file.number(), text.data() + size, text.size() - size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            reading.failure = failure_of(errno);
            return reading;
        }
        size += static_cast<std::size_t>(count);
        if (count == 0 || size == bytes_expected || size > bytes_max) break;
        if (size == text.size()) text.resize(2 * size);
    }
    reading.has_grown = size > bytes_max;
    text.resize(size);
    return reading;
}

// The listing names the type, so only links, and files of a file system without types, are examined.
Entry examined(const fs::directory_entry& entry) {
    Entry examined;
    examined.name = entry.path().filename().string();
    std::error_code failure;
    if (entry.is_regular_file(failure)) return examined;
    const auto type = entry.status(failure).type();
    const bool leads_to_itself = failure == std::errc::too_many_symbolic_link_levels;
    if (type == fs::file_type::none && !leads_to_itself) examined.failure = failure;
    examined.is_folder = type == fs::file_type::directory;
    return examined;
}

} // namespace

Reading read(const fs::path& path, std::uintmax_t bytes_max) {
    Reading reading;
    const Descriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct stat status {};
    if (file.number() < 0 || fstat(file.number(), &status) != 0) {
        reading.failure = failure_of(errno);
        return reading;
    }
    if (!S_ISREG(status.st_mode)) {
        reading.other_kind = kind_of(status);
        return reading;
    }
    const auto bytes = static_cast<std::uintmax_t>(status.st_size);
    if (bytes <= bytes_max) return read_all(file, bytes_max, static_cast<std::size_t>(bytes));
    reading.bytes = bytes;
    return reading;
}

Folder list(const fs::path& directory) {
    Folder folder;
    fs::directory_iterator entry(directory, folder.failure);
    for (; !folder.failure && entry != fs::directory_iterator(); entry.increment(folder.failure)) {
        if (!is_passed_over(entry->path().filename())) folder.entries.push_back(examined(*entry));
    }
    return folder;
}

bool is_absent(const fs::path& path) {
    std::error_code failure;
    return fs::status(path, failure).type() == fs::file_type::not_found;
}

bool is_folder(const fs::path& path) {
    std::error_code failure;
    return fs::is_directory(path, failure);
}

std::optional<FileStamp> stamp_of(const fs::path& path) {
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) return std::nullopt;
    const auto written_at =
        std::chrono::seconds(status.st_mtim.tv_sec) + std::chrono::nanoseconds(status.st_mtim.tv_nsec);
    return FileStamp{written_at, static_cast<std::uintmax_t>(status.st_size)};
}

fs::path current_folder() {
    std::error_code failure;
    return fs::current_path(failure);
}

std::optional<fs::path> program() {
    std::error_code failure;
    auto file = fs::read_symlink("/proc/self/exe", failure);
    if (failure) return std::nullopt;
    return file;
}

} // namespace disk

namespace {

Error unwritable(const fs::path& path, const std::error_code& failure) {
    Error error{ErrorCode::unwritable_file, "the file cannot be written: " + failure.message()};
    error.file = path.string();
    return error;
}

std::error_code last_failure() { return {errno == 0 ? EIO : errno, std::generic_category()}; }

} // namespace

Result<void> write_text_file(const fs::path& path, const std::string& text) {
    std::error_code failure;
    fs::create_directories(path.parent_path(), failure);
    if (failure) return unwritable(path, failure);
    if (fs::exists(path, failure) && !fs::is_regular_file(path, failure))
        return unwritable(path, std::make_error_code(std::errc::file_exists));
    const auto draft = path.parent_path() / ("." + path.filename().string() + ".draft");
    errno = 0;
    std::ofstream file(draft, std::ios::binary);
    file << text;
    file.close();
    if (!file) failure = last_failure();
    else fs::rename(draft, path, failure);
    if (!failure) return {};
    std::error_code ignored;
    fs::remove(draft, ignored);
    return unwritable(path, failure);
}

} // namespace chatmock
