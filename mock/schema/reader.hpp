// Reads schemas into nodes.
#pragma once

#include "schema/node.hpp"

#include <set>

namespace chatmock::schema {

// All nodes that a schema consists of or refers to. Their addresses stay.
struct Nodes {
    std::deque<Node> all;
    const Node* root = nullptr;
    bool are_dynamic = false; // some reference depends on the walk
    bool have_formats = false;
    // The nodes of dynamic anchors, by resource; a recursive anchor has the empty name.
    std::map<std::pair<const Resource*, std::string>, const Node*> dynamic;
};

// Fails with `invalid_value` and the pointer of what is wrong.
Result<Nodes> read_nodes(Resources& resources, const Location& root);

} // namespace chatmock::schema
