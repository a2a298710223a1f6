import { useEffect, useReducer, useRef } from "react";
import { io } from "socket.io-client";
import { events, initialState, reducer } from "./state.js";

/** The chat of the token's user, and the user's actions. */
export function useChat(token) {
  const [state, dispatch] = useReducer(reducer, initialState);
  const socketRef = useRef(null);

  useEffect(() => {
    const socket = io(import.meta.env.VITE_CHAT_URL, { query: { jwt_token: token }, reconnectionDelay: 100 });
    socketRef.current = socket;
    socket.on("connect", () => dispatch({ type: "connected" }));
    // The client gives up after an end by the server, and after a refusal: the login is over.
    socket.on("disconnect", (reason) => {
      if (reason === "io server disconnect") dispatch({ type: "refused", payload: "Your login has expired." });
      else if (reason !== "io client disconnect") dispatch({ type: "lost" });
    });
    socket.on("connect_error", (error) => {
      if (socket.active) dispatch({ type: "lost" });
      else dispatch({ type: "refused", payload: `You cannot log in: ${error.message}.` });
    });
    for (const type of events) socket.on(type, (payload) => dispatch({ type, payload }));
    return () => socket.disconnect();
  }, [token]);

  return { ...state, type: () => socketRef.current?.volatile.emit("typing") };
}
