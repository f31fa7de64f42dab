"""Edit a theme and see it: a store planned once in memory, its pages rendered when somebody looks at them."""
