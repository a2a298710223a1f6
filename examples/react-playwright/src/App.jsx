import { useState } from "react";
import { useChat } from "./useChat.js";

export function App() {
  const [token, setToken] = useState(sessionStorage.getItem("token"));
  const login = (newToken) => {
    sessionStorage.setItem("token", newToken);
    setToken(newToken);
  };
  const logout = () => {
    sessionStorage.removeItem("token");
    setToken(null);
  };
  return token === null ? <Login onLogin={login} /> : <Chat token={token} onLogout={logout} />;
}

function Login({ onLogin }) {
  const submit = (event) => {
    event.preventDefault();
    onLogin(new FormData(event.target).get("token"));
  };
  return (
    <form onSubmit={submit}>
      <label>
        Token <input name="token" required />
      </label>
      <button>Log in</button>
    </form>
  );
}

function Chat({ token, onLogout }) {
  const { status, problem, messages, members, groupName, type } = useChat(token);
  return (
    <main>
      <h1>{groupName}</h1>
      <Banner status={status} problem={problem} onLogout={onLogout} />
      <ul aria-label="Members">
        {members.map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
      <ol aria-label="Messages">
        {messages.map((message) => (
          <Message key={message.id} {...message} />
        ))}
      </ol>
      <label>
        Your message <input onChange={type} disabled={status !== "online"} />
      </label>
    </main>
  );
}

function Message({ content, attachments, viewedBy }) {
  return (
    <li>
      <p>{content}</p>
      {attachments > 0 && <small>{attachments === 1 ? "1 attachment" : `${attachments} attachments`}</small>}
      {viewedBy.length > 0 && <small>seen by {viewedBy.length}</small>}
    </li>
  );
}

function Banner({ status, problem, onLogout }) {
  if (status === "offline") return <p role="alert">Connection lost. Trying again…</p>;
  if (status !== "refused") return null;
  return (
    <p role="alert">
      {problem} <button onClick={onLogout}>Log in again</button>
    </p>
  );
}
