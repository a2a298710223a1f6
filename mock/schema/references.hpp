// Finds schemas that refer to each other forever about the same value.
#pragma once

#include "schema/node.hpp"

namespace chatmock::schema {

constexpr std::size_t in_place_depth_max = 500;

struct Tangle {
    std::vector<const Node*> nodes; // the nodes of the circle or of the long chain; never empty
    bool is_circle;
};

// The first circle, or chain of more than `in_place_depth_max` nodes; empty if there is none.
std::optional<Tangle> find_tangle(const std::deque<Node>& nodes);

} // namespace chatmock::schema
