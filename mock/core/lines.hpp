// Text that only grows, line by line, and is kept for long: in large blocks, as a string for each line would
// cost as much again as a short one.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

namespace chatmock::core {

class Lines {
public:
    Lines() = default;
    Lines(const Lines&) = delete; // each line is a view of its block
    Lines& operator=(const Lines&) = delete;

    void append(std::string_view line);
    void clear();

    std::size_t size() const { return lines_.size(); }

    // Valid until all are cleared.
    std::string_view operator[](std::size_t index) const { return lines_[index]; }
    auto begin() const { return lines_.begin(); }
    auto end() const { return lines_.end(); }

private:
    std::deque<std::string> blocks_; // none outgrows what it has reserved
    std::deque<std::string_view> lines_;
};

} // namespace chatmock::core
