#include "embedded/host_line.hpp"

#include "embedded/host.hpp"

#include <algorithm>
#include <utility>

namespace chatmock::embedded {

namespace {

constexpr std::size_t inbox_bytes_max = 128 * 1024; // before the peer has to wait
constexpr std::size_t flight_bytes_max = 256 * 1024;

} // namespace

HostLine::HostLine(std::int32_t number, std::string peer, runtime::Loop& loop, HostLines& lines)
    : number_(number), peer_(std::move(peer)), loop_(loop), lines_(lines) {
    lines_[number_] = this;
}

HostLine::~HostLine() { end(false); }

void HostLine::received(std::string_view bytes) {
    inbox_ += bytes;
    report_readable();
    if (open_ && inbox_.size() - read_ > inbox_bytes_max) pause(true);
}

void HostLine::ended() {
    ended_ = true;
    report_readable();
}

void HostLine::lost() {
    lost_ = true;
    if (watcher_) report_failed();
    else if (reader_) report_readable();
    else report_writable();
}

void HostLine::drained() {
    has_landed_ = true;
    report_writable();
}

// Bytes count as sent when the system has them: the caller offers them again until then.
net::Moved HostLine::send(const std::string_view* buffers, std::size_t count) {
    if (lost_) return {0, false, true};
    if (flight_ > 0) return {std::exchange(has_landed_, false) ? std::exchange(flight_, 0) : 0};
    std::string bytes;
    for (std::size_t i = 0; i < count && bytes.size() < flight_bytes_max; ++i)
        bytes += buffers[i].substr(0, flight_bytes_max - bytes.size());
    if (host_write(number_, bytes.data(), bytes.size()) != 0) return {bytes.size()};
    flight_ = bytes.size();
    return {};
}

net::Moved HostLine::receive(ByteSpan into) {
    if (lost_) return {0, false, true};
    const auto count = std::min(into.size, inbox_.size() - read_);
    if (count == 0) return {0, ended_};
    std::copy_n(inbox_.data() + read_, count, into.data);
    read_ += count;
    if (read_ == inbox_.size()) {
        inbox_.clear();
        read_ = 0;
        pause(false);
    }
    return {count};
}

void HostLine::shut_down() { host_shut_down(number_); }

void HostLine::await_readable(User user) {
    reader_ = std::move(user);
    if (is_readable()) loop_.later([this, kept = reader_] { report_readable(); });
}

void HostLine::await_writable(User user) {
    writer_ = std::move(user);
    if (flight_ == 0 || has_landed_ || lost_) loop_.later([this, kept = writer_] { report_writable(); });
}

void HostLine::await_failure(User user) {
    watcher_ = std::move(user);
    if (lost_) loop_.later([this, kept = watcher_] { report_failed(); });
}

// The user holds this line.
void HostLine::report_readable() {
    if (const auto user = std::exchange(reader_, nullptr)) user->readable();
}

void HostLine::report_writable() {
    if (const auto user = std::exchange(writer_, nullptr)) user->writable();
}

void HostLine::report_failed() {
    if (const auto user = std::exchange(watcher_, nullptr)) user->failed();
}

void HostLine::pause(bool is_paused) {
    if (std::exchange(paused_, is_paused) != is_paused) host_pause(number_, is_paused ? 1 : 0);
}

void HostLine::end(bool is_reset) {
    if (!std::exchange(open_, false)) return;
    lines_.erase(number_);
    reader_.reset();
    writer_.reset();
    watcher_.reset();
    host_close(number_, is_reset ? 1 : 0);
}

} // namespace chatmock::embedded
