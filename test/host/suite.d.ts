declare module '#suite';
