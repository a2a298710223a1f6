#include "schema/references.hpp"

#include <algorithm>

namespace chatmock::schema {

namespace {

// Depth-first without recursion: a chain of schemas may have any length.
class Search {
public:
    std::optional<Tangle> from(const Node& start) {
        enter(start);
        while (!way_.empty()) {
            auto& step = way_.back();
            if (step.next == step.nodes.size()) {
                leave();
                continue;
            }
            const Node* const node = step.nodes[step.next++];
            const auto known = depth_.find(node);
            if (known == depth_.end()) enter(*node);
            else if (known->second == unfinished) return circle_from(node);
            else step.depth = std::max(step.depth, known->second + 1);
        }
        return too_deep_;
    }

private:
    struct Step {
        const Node* node;
        std::vector<const Node*> nodes;
        std::size_t next = 0;
        std::size_t depth = 1;
    };

    static constexpr std::size_t unfinished = 0;

    void enter(const Node& node) {
        if (depth_.count(&node) != 0) return;
        depth_[&node] = unfinished;
        way_.push_back({&node, node.in_place()});
    }

    void leave() {
        const auto [node, nodes, next, depth] = std::move(way_.back());
        way_.pop_back();
        depth_[node] = depth;
        if (depth > in_place_depth_max && !too_deep_) too_deep_ = Tangle{{node}, false};
        if (!way_.empty()) way_.back().depth = std::max(way_.back().depth, depth + 1);
    }

    Tangle circle_from(const Node* node) const {
        Tangle circle{{}, true};
        const auto first =
            std::find_if(way_.begin(), way_.end(), [&](const Step& step) { return step.node == node; });
        for (auto step = first; step != way_.end(); ++step) circle.nodes.push_back(step->node);
        return circle;
    }

    std::vector<Step> way_;
    std::unordered_map<const Node*, std::size_t> depth_; // of the longest chain below, once known
    std::optional<Tangle> too_deep_;
};

} // namespace

std::optional<Tangle> find_tangle(const std::deque<Node>& nodes) {
    Search search;
    for (const auto& node : nodes) {
        if (auto tangle = search.from(node)) return tangle;
    }
    return std::nullopt;
}

} // namespace chatmock::schema
