// Lines that are appended and kept for long. They share large blocks, as a string for each short line would
// double the memory.
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
    // The text of some lines, with line breaks between them and none after the last. Later lines are appended
    // to the same string, within its reserved capacity.
    struct Block {
        std::shared_ptr<const std::string> text;
        std::size_t bytes; // the length of these lines' text
    };

    Lines() = default;
    Lines(const Lines&) = delete; // each line is a view of its block
    Lines& operator=(const Lines&) = delete;

    void append(std::string_view line);
    void clear();

    std::size_t size() const { return lines_.size(); }

    // Valid until clear().
    std::string_view operator[](std::size_t index) const { return lines_[index]; }
    auto begin() const { return lines_.begin(); }
    auto end() const { return lines_.end(); }

    // All lines so far. The blocks stay readable after clear().
    std::vector<Block> blocks() const;

private:
    std::deque<std::shared_ptr<std::string>> blocks_; // none grows beyond its reserved capacity
    std::deque<std::string_view> lines_;
};

} // namespace chatmock
