// The chat's state, and its change by each event of the service.

export const initialState = {
  status: "connecting",
  problem: null,
  messages: [],
  members: [],
  groupName: "Chat",
};

const text = (value) => (typeof value === "string" ? value : undefined);

// An event that breaks its contract changes nothing.
const handlers = {
  NewMessage(state, message) {
    const id = text(message?.id);
    if (id === undefined || text(message.content) === undefined) return state;
    if (state.messages.some((each) => each.id === id)) return state;
    const attachments = Array.isArray(message.attachments) ? message.attachments : [];
    const added = { id, content: message.content, attachments: attachments.length, viewedBy: [] };
    return { ...state, messages: [...state.messages, added] };
  },

  NewMember(state, member) {
    const id = text(member?.member_id);
    if (id === undefined || state.members.some((each) => each.id === id)) return state;
    const name = text(member.member_info?.profile?.name) || text(member.member_info?.username) || "Somebody";
    return { ...state, members: [...state.members, { id, name }] };
  },

  DeleteMember(state, member) {
    return { ...state, members: state.members.filter(({ id }) => id !== member?.member_id) };
  },

  ViewedMessage(state, viewed) {
    const messages = state.messages.map((message) =>
      message.id === viewed?.viewed_message_id && !message.viewedBy.includes(viewed.member_id)
        ? { ...message, viewedBy: [...message.viewedBy, viewed.member_id] }
        : message,
    );
    return { ...state, messages };
  },

  UpdatedGroup(state, group) {
    return { ...state, groupName: text(group?.name) ?? state.groupName };
  },

  connected: (state) => ({ ...state, status: "online", problem: null }),
  lost: (state) => ({ ...state, status: "offline" }),
  refused: (state, problem) => ({ ...state, status: "refused", problem }),
};

export const events = ["NewMessage", "NewMember", "DeleteMember", "ViewedMessage", "UpdatedGroup"];

export const reducer = (state, { type, payload }) => handlers[type](state, payload);
