/** So close to the end, in pixels, the reader is taken along. */
const NEAR = 96;

/** Keeps the end of what grows in view, unless the reader has gone elsewhere. */
export interface Follow {
  grown(): void;
  /** Back to the end, whatever the reader looks at. */
  catchUp(): void;
}

export function follow(scroller: HTMLElement, jump: HTMLButtonElement): Follow {
  let isFollowing = true;
  const isAtEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;

  function grown(): void {
    if (isFollowing) scroller.scrollTop = scroller.scrollHeight;
    jump.hidden = isFollowing || isAtEnd();
  }
  function catchUp(): void {
    isFollowing = true;
    grown();
  }

  scroller.addEventListener("scroll", () => {
    isFollowing = isAtEnd();
    jump.hidden = isFollowing;
  });
  scroller.addEventListener("toggle", () => (isFollowing = false), { capture: true });
  jump.addEventListener("click", () => {
    catchUp();
    scroller.focus({ preventScroll: true });
  });
  new ResizeObserver(grown).observe(scroller);
  return { grown, catchUp };
}
