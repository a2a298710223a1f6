#include "control/journal_stream.hpp"

#include "control/event_id.hpp"

#include <memory>

namespace chatmock::control {

namespace {

// Proxies and browsers want to hear of an idle stream, and a client that left is noticed by then.
constexpr Milliseconds keep_alive_interval{5000};

core::JournalPosition position_in(const Json& answer) {
    return {answer.at("numbering").get<std::uint64_t>(), answer.at("after").get<std::uint64_t>()};
}

std::string events_in(const Json& answer) {
    const auto position = position_in(answer);
    if (const auto& dropped = answer.at("dropped"); dropped != 0) {
        return "id: " + event_id_of(position) +
               "\nevent: dropped\ndata: " + to_text(Json{{"dropped", dropped}}) + "\n\n";
    }
    std::string events;
    for (const auto& entry : answer.at("entries")) {
        const auto id = event_id_of({position.numbering, entry.at("seq").get<std::uint64_t>()});
        events += "id: " + id + "\ndata: " + to_text(entry) + "\n\n";
    }
    return events;
}

// One client's stream: what it has not seen is asked for when it has taken what came before.
class JournalStream {
public:
    JournalStream(runtime::Mailbox& mailbox, std::atomic<std::size_t>& open)
        : mailbox_(mailbox), open_(open), number_(++open_) {}
    ~JournalStream() { --open_; }
    JournalStream(const JournalStream&) = delete;
    JournalStream& operator=(const JournalStream&) = delete;

    // How many there were with it when it came.
    std::size_t number() const { return number_; }

    Result<void> find_start(core::FollowJournal follow) {
        follow_ = std::move(follow);
        return ask(Milliseconds(0));
    }

    // Blocks as long as the client takes the stream; false when it does no more.
    bool run(httplib::DataSink& sink) {
        auto text = events_.empty() ? keep_alive() : ": keep-alive\n\n" + events_;
        while (sink.write(text.data(), text.size())) {
            if (!ask(keep_alive_interval)) {
                sink.done();
                return true;
            }
            text = events_.empty() ? keep_alive() : std::move(events_);
        }
        return false;
    }

private:
    // The id is no event, but a client that is cut before its next one comes back to this place.
    std::string keep_alive() const { return ": keep-alive\nid: " + event_id_of(*follow_.after) + "\n\n"; }

    // What comes next, and where to go on from there.
    Result<void> ask(Milliseconds patience) {
        const auto reply = mailbox_.call(follow_, patience);
        if (!reply) return reply.error();
        events_ = events_in(reply->body);
        follow_.after = position_in(reply->body);
        return {};
    }

    runtime::Mailbox& mailbox_;
    std::atomic<std::size_t>& open_;
    const std::size_t number_;
    core::FollowJournal follow_;
    std::string events_;
};

} // namespace

Result<void> JournalStreams::begin(core::FollowJournal follow, httplib::Response& response) {
    const auto stream = std::make_shared<JournalStream>(mailbox_, open_);
    if (stream->number() > streams_max) {
        return Error{ErrorCode::overloaded, "at most " + std::to_string(streams_max) +
                                                " streams may be open at a time; close one and try again"};
    }
    if (auto started = stream->find_start(std::move(follow)); !started) return started;
    response.status = 200;
    response.set_header("Cache-Control", "no-store");
    response.set_chunked_content_provider(
        "text/event-stream", [stream](std::size_t, httplib::DataSink& sink) { return stream->run(sink); });
    return {};
}

} // namespace chatmock::control
