// The files of the host. Its error numbers are those of this module's C library.
#include "base/files/disk.hpp"

#include "base/text/digits.hpp"
#include "embedded/host.hpp"

namespace chatmock::disk {

namespace {

namespace fs = std::filesystem;

using embedded::ask_host;

// Codes of a reading besides error numbers.
constexpr std::int32_t is_other_kind = -1; // the reply has the kind
constexpr std::int32_t is_too_long = -2;   // the reply has the size

std::error_code failure_of(std::int32_t number) { return {number, std::generic_category()}; }

Json status_of(const fs::path& path) {
    const auto reply = ask_host("status", {{"path", path.string()}});
    if (reply.code != 0) return {{"failure", reply.code}};
    return embedded::json_of(reply);
}

} // namespace

Reading read(const fs::path& path, std::uintmax_t bytes_max) {
    auto reply = ask_host("read", {{"path", path.string()}, {"bytes_max", bytes_max}});
    Reading reading;
    if (reply.code == 0) reading.text = std::move(reply.bytes);
    else if (reply.code == is_other_kind) reading.other_kind = std::move(reply.bytes);
    else if (reply.code == is_too_long) reading.bytes = number_in<std::uintmax_t>(reply.bytes).value_or(0);
    else reading.failure = failure_of(reply.code);
    return reading;
}

Folder list(const fs::path& directory) {
    const auto reply = ask_host("list", {{"path", directory.string()}});
    Folder folder;
    if (reply.code != 0) {
        folder.failure = failure_of(reply.code);
        return folder;
    }
    for (const auto& entry : embedded::json_of(reply))
        folder.entries.push_back(
            {entry[0].get<std::string>(), entry[1].get<bool>(), failure_of(entry[2].get<std::int32_t>())});
    return folder;
}

bool is_absent(const fs::path& path) {
    const auto failure = failure_of(status_of(path).value("failure", 0));
    return failure == std::errc::no_such_file_or_directory || failure == std::errc::not_a_directory;
}

bool is_folder(const fs::path& path) { return status_of(path).value("is_folder", false); }

std::optional<FileStamp> stamp_of(const fs::path& path) {
    const auto status = status_of(path);
    if (status.contains("failure")) return std::nullopt;
    const std::chrono::milliseconds written(status.value("written_ms", std::int64_t{0}));
    return FileStamp{written, status.value("bytes", std::uintmax_t{0})};
}

fs::path current_folder() { return ask_host("current_folder").bytes; }

std::optional<fs::path> program() { return std::nullopt; }

} // namespace chatmock::disk
