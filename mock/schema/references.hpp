// Whether asking about one value ends: how schemas lead to each other without moving on in the value.
#pragma once

#include "schema/node.hpp"

namespace chatmock::schema {

constexpr std::size_t in_place_depth_max = 500;

struct Tangle {
    std::vector<const Node*> nodes; // of the circle, or of the long way; never empty
    bool is_circle;
};

// The first circle or way of more than `in_place_depth_max` nodes, or nothing.
std::optional<Tangle> find_tangle(const std::deque<Node>& nodes);

} // namespace chatmock::schema
