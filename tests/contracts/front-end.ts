// A chat front end in a few lines, typed by the contracts.
import { io, type Socket } from 'socket.io-client';
import type { ClientToServerEvents, NewMember, NewMessage, ServerToClientEvents } from '../../contracts/events';

export type ChatSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

export function connect(url: string, token: string): ChatSocket {
  return io(url, { query: { jwt_token: token } });
}

function describeMessage(message: NewMessage): string {
  const place = message.group_id === null ? 'directly' : `in group ${message.group_id}`;
  const files = message.attachments.map((attachment) => attachment.url);
  return [`${message.sender_id} says ${place}: ${message.content}`, ...files].join('\n');
}

function describeMember(member: NewMember): string {
  const { name, avatar } = member.member_info.profile;
  return avatar === null ? name : `${name} (${avatar})`;
}

export function show(socket: ChatSocket, print: (line: string) => void): void {
  socket.on('connect_error', (error) => print(`refused: ${error.message}`));
  socket.on('NewMessage', (message) => print(describeMessage(message)));
  socket.on('NewMember', (member) => print(`${describeMember(member)} joins group ${member.group_id}`));
  socket.on('DeleteMember', (member) => print(`${member.member_id} leaves group ${member.group_id}`));
  socket.on('ViewedMessage', (view) => print(`${view.member_id} has seen ${view.viewed_message_id ?? 'nothing'}`));
  socket.on('UpdatedGroup', (group) => print(`group ${group.id} is called ${group.name}`));
}
