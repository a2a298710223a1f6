// The events of the service. Generated from their JSON Schemas: `chatmock types`, or GET /types/events.d.ts.
//
//   const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(url, { query: { jwt_token } });
//   socket.on('connect_error', (error: ConnectError) => …);

/**
 * Sent to a group when a member leaves it or is removed. The payload does not say which.
 */
export interface DeleteMember {
  /**
   * The user whose membership this is.
   */
  member_id: string;
  /**
   * The group the membership is in.
   */
  group_id: number;
  /**
   * When the member had last viewed a message of the group; null if never.
   */
  viewed_message_time: string | null;
  /**
   * The message the member had viewed last; null if none.
   */
  viewed_message_id: string | null;
  /**
   * When the member joined the group.
   */
  created: string;
  /**
   * When the membership last changed.
   */
  modified: string;
}

/**
 * Sent to a group when somebody joins it.
 */
export interface NewMember {
  /**
   * The user whose membership this is.
   */
  member_id: string;
  /**
   * The group the membership is in.
   */
  group_id: number;
  /**
   * When the member last viewed a message of the group; null before the first.
   */
  viewed_message_time: string | null;
  /**
   * The message the member viewed last; null before the first.
   */
  viewed_message_id: string | null;
  /**
   * When the member joined the group.
   */
  created: string;
  /**
   * When the membership last changed.
   */
  modified: string;
  /**
   * Who the new member is.
   */
  member_info: {
    /**
     * The user, as member_id. Any text, as in the service's own example.
     */
    uuid: string;
    /**
     * The user's number.
     */
    id: number;
    /**
     * The name the user signs in with.
     */
    username: string;
    /**
     * The user's address. Any text, as in the service's own example.
     */
    email: string;
    /**
     * What the user shows of themself.
     */
    profile: {
      /**
       * The name to show; empty where the user has set none.
       */
      name: string;
      /**
       * Where the user's picture can be fetched; null where there is none.
       */
      avatar: string | null;
    };
  };
}

/**
 * Sent to everyone a new message is for.
 */
export interface NewMessage {
  /**
   * The message.
   */
  id: string;
  /**
   * When the message was sent.
   */
  timestamp: string;
  /**
   * The message as typed: plain text, never markup. Empty where attachments say it all.
   */
  content: string;
  /**
   * The user who sent the message.
   */
  sender_id: string;
  /**
   * The friendship a direct message belongs to; null (or 0) for a group message.
   */
  friendship_id: number | null;
  /**
   * The group a group message belongs to; null (or 0) for a direct message.
   */
  group_id: number | null;
  /**
   * The files sent with the message, in the order to show them; often none.
   */
  attachments: {
    /**
     * The attachment.
     */
    id: string;
    /**
     * The message the attachment belongs to. The service spells this one field in camelCase.
     */
    messageId: string;
    /**
     * The group of the message; null (or 0) in a direct message.
     */
    group_id: number | null;
    /**
     * Where the file can be fetched. Any text, as in the service's own example.
     */
    url: string;
    /**
     * When the attachment was created.
     */
    created: string;
    /**
     * When the attachment last changed.
     */
    modified: string;
  }[];
}

/**
 * Sent to a group's members when the group changed. It holds the whole group, not only what changed.
 */
export interface UpdatedGroup {
  /**
   * The group.
   */
  id: number;
  /**
   * The name to show.
   */
  name: string;
  /**
   * The user who owns the group.
   */
  owner_id: string;
  /**
   * The other user, where the group is a conversation of two friends; null for any other group.
   */
  friend_id: string | null;
  /**
   * Where the group's picture can be fetched; null where there is none.
   */
  group_avatar: string | null;
  /**
   * When the group's last message was sent; null before the first.
   */
  last_message_time: string | null;
  /**
   * When the group was created.
   */
  created: string;
  /**
   * When the group last changed.
   */
  modified: string;
}

/**
 * Sent to a group when a member has viewed its messages up to one of them.
 */
export interface ViewedMessage {
  /**
   * The user whose membership this is.
   */
  member_id: string;
  /**
   * The group the membership is in.
   */
  group_id: number;
  /**
   * When the member viewed the message; null while the member has viewed none.
   */
  viewed_message_time: string | null;
  /**
   * The last message the member has viewed; null while there is none.
   */
  viewed_message_id: string | null;
  /**
   * When the member joined the group.
   */
  created: string;
  /**
   * When the membership last changed.
   */
  modified: string;
}

/** An error that the service reports before it disconnects. */
export interface ServiceError {
  message: string;
  data?: unknown;
}

/** Why the service refused the client: what `connect_error` hands over. */
export interface ConnectError extends Error {
  data?: unknown;
}

/** Answers the service, where it asks for an acknowledgement. */
export type Acknowledge = (...answer: unknown[]) => void;

/** The events that the service sends. */
export interface ServerToClientEvents {
  /** Sent to a group when a member leaves it or is removed. The payload does not say which. */
  DeleteMember: (message: DeleteMember, acknowledge?: Acknowledge) => void;
  /** Sent to a group when somebody joins it. */
  NewMember: (message: NewMember, acknowledge?: Acknowledge) => void;
  /** Sent to everyone a new message is for. */
  NewMessage: (message: NewMessage, acknowledge?: Acknowledge) => void;
  /** Sent to a group's members when the group changed. It holds the whole group, not only what changed. */
  UpdatedGroup: (message: UpdatedGroup, acknowledge?: Acknowledge) => void;
  /** Sent to a group when a member has viewed its messages up to one of them. */
  ViewedMessage: (message: ViewedMessage, acknowledge?: Acknowledge) => void;
  /** The service reports an error. */
  error: (error: ServiceError) => void;
}

/** The events that apps send: none is declared. */
export interface ClientToServerEvents {}
