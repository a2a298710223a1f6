// `await using` needs these symbols; browsers have them since recently.
const symbols = Symbol as unknown as Record<"dispose" | "asyncDispose", symbol>;
symbols.dispose ??= Symbol.for("Symbol.dispose");
symbols.asyncDispose ??= Symbol.for("Symbol.asyncDispose");
