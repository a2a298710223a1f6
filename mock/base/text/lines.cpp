#include "base/text/lines.hpp"

#include <algorithm>

namespace chatmock {

namespace {

constexpr std::size_t block_bytes = 64 * 1024;

}

void Lines::append(std::string_view line) {
    const bool fits = !blocks_.empty() && blocks_.back()->capacity() - blocks_.back()->size() > line.size();
    if (!fits) {
        blocks_.push_back(std::make_shared<std::string>());
        blocks_.back()->reserve(std::max(block_bytes, line.size()));
    }
    auto& block = *blocks_.back();
    if (fits) block += '\n';
    const auto begin = block.size();
    block += line;
    lines_.push_back(std::string_view(block).substr(begin));
}

void Lines::clear() {
    lines_.clear();
    blocks_.clear();
}

std::vector<Lines::Block> Lines::blocks() const {
    std::vector<Block> blocks;
    for (const auto& text : blocks_) blocks.push_back({text, text->size()});
    return blocks;
}

} // namespace chatmock
