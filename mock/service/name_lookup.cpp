#include "service/name_lookup.hpp"

#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>

#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

namespace chatmock::service {

namespace {

using asio::ip::tcp;

struct Answer {
    asio::error_code failure;
    NameLookup::Endpoints endpoints;
};

// Blocks for as long as the system's lookup does.
Answer look_up(const std::string& host, int port) {
    Answer answer;
    try {
        asio::io_context context;
        tcp::resolver resolver(context);
        for (const auto& each : resolver.resolve(host, std::to_string(port), answer.failure))
            answer.endpoints.push_back(each.endpoint());
    } catch (const std::system_error& error) { // the context lacks file descriptors
        answer.failure = error.code();
    }
    return answer;
}

Answer as_address(const std::string& host, int port) {
    Answer answer;
    const auto address = asio::ip::make_address(host, answer.failure);
    if (!answer.failure) answer.endpoints.emplace_back(address, static_cast<unsigned short>(port));
    return answer;
}

} // namespace

bool is_address(const std::string& host) { return !as_address(host, 0).failure; }

// Shared by the lookup's thread and the client. The mutex guards all members.
struct NameLookup::Search {
    std::mutex mutex;
    asio::io_context* context = nullptr; // null once the client has cancelled
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work;
    Found found;
};

void NameLookup::start(asio::io_context& context, const std::string& host, int port, Found found) {
    search_ = std::make_shared<Search>();
    search_->context = &context;
    search_->work.emplace(context.get_executor());
    search_->found = std::move(found);
    const auto answer_to = [](const std::shared_ptr<Search>& search, Answer answer) {
        const std::lock_guard lock(search->mutex);
        if (search->context == nullptr) return;
        asio::post(*search->context, [search, answer = std::move(answer)] {
            const auto waiting = std::exchange(search->found, nullptr);
            if (waiting) waiting(answer.failure, answer.endpoints);
        });
        search->work.reset();
    };
    if (auto answer = as_address(host, port); !answer.failure) return answer_to(search_, std::move(answer));
    try {
        std::thread([search = search_, host, port, answer_to] {
            answer_to(search, look_up(host, port));
        }).detach();
    } catch (const std::system_error& error) {
        answer_to(search_, {error.code(), {}});
    }
}

void NameLookup::cancel() {
    if (!search_) return;
    const std::lock_guard lock(search_->mutex);
    search_->context = nullptr;
    search_->work.reset();
    search_->found = nullptr;
}

} // namespace chatmock::service
