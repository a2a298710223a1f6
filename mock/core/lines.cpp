#include "core/lines.hpp"

#include <algorithm>

namespace chatmock::core {

namespace {

constexpr std::size_t block_bytes = 64 * 1024;

}

void Lines::append(std::string_view line) {
    if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < line.size())
        blocks_.emplace_back().reserve(std::max(block_bytes, line.size()));
    auto& block = blocks_.back();
    const auto begin = block.size();
    block += line;
    lines_.push_back(std::string_view(block).substr(begin));
}

void Lines::clear() {
    lines_.clear();
    blocks_.clear();
}

} // namespace chatmock::core
