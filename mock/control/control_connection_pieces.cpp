// Answers in pieces, at the reader's speed: long lists, and the stream of the journal.
#include "control/control_connection.hpp"

namespace chatmock::control {

namespace {

// Keeps idle streams open in proxies and browsers, and detects clients that have left.
constexpr Milliseconds keep_alive_interval{5000};

} // namespace

void ControlConnection::reply_list(core::Reply reply) {
    ListWriter list(std::move(reply), form_.as_lines);
    auto piece = list.next();
    if (list.is_done()) return answer(list.status(), list.type(), piece);
    if (port_.lists_ >= ControlPort::lists_max)
        return fail(overloaded(ControlPort::lists_max, "long answers"));
    form_.keep_alive = form_.keep_alive && !form_.is_http_1_0;
    count(list.status());
    const auto head = encode_stream_head(form_, list.status(), list.type());
    if (form_.head_only) return write(head);
    ++port_.lists_;
    state_ = State::writing;
    send(head);
    send(encode_piece(form_, piece));
    list_.emplace(std::move(list));
}

void ControlConnection::write_list() {
    send(encode_piece(form_, list_->next()));
    if (!list_->is_done()) return;
    list_.reset();
    --port_.lists_;
    end_pieces();
}

// Sends its position at once.
void ControlConnection::begin_stream(core::FollowJournal follow) {
    if (port_.streams_ >= ControlPort::streams_max)
        return fail(overloaded(ControlPort::streams_max, "streams of the journal"));
    form_.keep_alive = form_.keep_alive && !form_.is_http_1_0;
    count(200);
    const auto head = encode_stream_head(form_, 200, "text/event-stream", {{"Cache-Control", "no-store"}});
    if (form_.head_only) return write(head);
    ++port_.streams_;
    state_ = State::streaming;
    stream_.emplace(std::move(follow));
    send(head);
    ticket_ = port_.next_ticket();
    if (const auto answer = port_.ask(
            *this, core::CalledIn{sandbox_, {ticket_, stream_->follow(), nullptr}, sandbox_number_})) {
        ticket_ = 0;
        write_events(*answer);
    } else {
        port_.give_up(ticket_);
    }
}

void ControlConnection::stream_on(Instant now) {
    if (ticket_ != 0) return;
    ticket_ = port_.next_ticket();
    patience_ends_ = now + keep_alive_interval;
    if (const auto answer = port_.ask(
            *this, core::CalledIn{sandbox_, {ticket_, stream_->follow(), nullptr}, sandbox_number_})) {
        ticket_ = 0;
        write_events(*answer);
    } else if (closing_) {
        port_.forget(std::exchange(ticket_, 0));
        end_stream();
    }
}

void ControlConnection::write_events(const Result<core::Reply>& reply) {
    if (!reply) return end_stream();
    send(encode_piece(form_, stream_->take(reply->body)));
}

void ControlConnection::end_stream() {
    stream_.reset();
    --port_.streams_;
    end_pieces();
}

void ControlConnection::end_pieces() {
    send(encode_end(form_));
    state_ = State::reading;
    if (!form_.keep_alive || closing_) finish();
}

} // namespace chatmock::control
