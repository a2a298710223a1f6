// Reads schemas into nodes.
#pragma once

#include "schema/node.hpp"

#include <set>

namespace chatmock::schema {

// All nodes that a schema contains or refers to. Their addresses are stable.
struct Nodes {
    std::deque<Node> all;
    const Node* root = nullptr;
    bool are_dynamic = false; // true if a reference depends on the walk
    bool have_formats = false;
    // The nodes of dynamic anchors, by resource; a recursive anchor has the empty name.
    std::map<std::pair<const Resource*, std::string>, const Node*> dynamic;
};

// Fails with `invalid_value` and the pointer of the mistake.
Result<Nodes> read_nodes(Resources& resources, const Location& root);

} // namespace chatmock::schema
