import { render } from "preact";
import { useEffect } from "preact/hooks";
import { resume, session } from "./sign-in/session.ts";
import { SignInView } from "./sign-in/sign-in-view.tsx";
import { WorkView } from "./views/work-view.tsx";

function Board() {
  useEffect(() => void resume(), []);
  const { state } = session.value;
  if (state === "asking") return <p class="waiting">One moment.</p>;
  return state === "in" ? <WorkView /> : <SignInView />;
}

const place = document.getElementById("board");
if (place) render(<Board />, place);
