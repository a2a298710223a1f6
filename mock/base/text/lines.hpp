// Text that only grows, line by line, and is kept for long: in large blocks, as a string for each line would
// cost as much again as a short one.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chatmock {

class Lines {
public:
    // The text of some lines, with line ends between them and none behind the last. What follows is appended
    // to the same string, within what it has reserved.
    struct Block {
        std::shared_ptr<const std::string> text;
        std::size_t bytes; // of it that belong to these lines
    };

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

    // All lines so far. They stay readable when these are cleared.
    std::vector<Block> blocks() const;

private:
    std::deque<std::shared_ptr<std::string>> blocks_; // none outgrows what it has reserved
    std::deque<std::string_view> lines_;
};

} // namespace chatmock
