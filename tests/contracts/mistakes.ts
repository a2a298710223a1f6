// Mistakes that the contracts' types find in a front end. Each has a comment with its error.
import { connect } from './front-end';

const socket = connect('http://localhost:8090', 'alice');

socket.on('NewMesage', () => {}); // TS2345: no such event
socket.on('NewMessage', (message) => message.contnt); // TS2551: no such field
socket.on('NewMessage', (message) => message.attachments[0]!.message_id); // TS2551: messageId is spelt otherwise
socket.on('NewMember', ({ member_info }) => member_info.profile.avatar.length); // TS18047: null is not handled
socket.on('ViewedMessage', ({ viewed_message_time }) => Date.parse(viewed_message_time)); // TS2345: null again
socket.on('DeleteMember', ({ member_info }) => member_info); // TS2339: only NewMember has it
socket.on('UpdatedGroup', (group: { id: string }) => group.id); // TS2345: its id is a number
socket.emit('typing', { group_id: 7 }); // TS2345: the service hears no event
